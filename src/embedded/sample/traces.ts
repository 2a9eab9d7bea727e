import type { ErrorKind, Library } from './errorKinds.ts'
import type { SampleFunction } from './functions.ts'
import { fillIn } from './ingredients.ts'
import type { Random } from './random.ts'

/** `full`: 30 to 80 lines, as a service really sends them. `short`: about a dozen, for filling a store with millions. */
export type Depth = 'full' | 'short'

const LIBRARY_FRAMES: Readonly<Record<Library, readonly string[]>> = {
  none: [],
  mongo: [
    'com.mongodb.internal.connection.ProtocolHelper.getWriteException(ProtocolHelper.java:233)',
    'com.mongodb.internal.connection.BaseCluster.createTimeoutException(BaseCluster.java:419)',
    'com.mongodb.internal.connection.BaseCluster$WaitQueueHandler.run(BaseCluster.java:488)',
    'com.mongodb.reactivestreams.client.internal.MongoOperationPublisher.lambda$sinkToCallback$31(MongoOperationPublisher.java:588)',
    'org.springframework.data.mongodb.core.ReactiveMongoTemplate.lambda$translateException$99(ReactiveMongoTemplate.java:2672)',
  ],
  http: [
    'org.springframework.web.reactive.function.client.ExchangeFunctions$DefaultExchangeFunction.lambda$wrapException$9(ExchangeFunctions.java:136)',
    'io.netty.channel.AbstractChannelHandlerContext.invokeExceptionCaught(AbstractChannelHandlerContext.java:325)',
    'io.netty.handler.timeout.IdleStateHandler$AbstractIdleTask.run(IdleStateHandler.java:514)',
    'io.netty.channel.epoll.EpollEventLoop.run(EpollEventLoop.java:405)',
    'reactor.netty.http.client.HttpClientConnect$HttpObserver.onUncaughtException(HttpClientConnect.java:407)',
  ],
  kafka: [
    'org.apache.kafka.clients.producer.KafkaProducer.ensureValidRecordSize(KafkaProducer.java:1134)',
    'org.apache.kafka.clients.producer.KafkaProducer.doSend(KafkaProducer.java:1019)',
    'reactor.kafka.sender.internals.DefaultKafkaSender.lambda$doSend$0(DefaultKafkaSender.java:122)',
  ],
  redis: [
    'io.lettuce.core.RedisConnectionException.create(RedisConnectionException.java:63)',
    'io.lettuce.core.DefaultConnectionFuture.lambda$thenCompose$1(DefaultConnectionFuture.java:253)',
    'org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory$SharedConnection.getConnection(LettuceConnectionFactory.java:1595)',
  ],
  search: [
    'org.springframework.data.elasticsearch.client.elc.ElasticsearchExceptionTranslator.translateExceptionIfPossible(ElasticsearchExceptionTranslator.java:110)',
    'org.springframework.data.elasticsearch.client.elc.ReactiveElasticsearchTemplate.translateException(ReactiveElasticsearchTemplate.java:698)',
    'org.apache.http.impl.nio.client.DefaultClientExchangeHandlerImpl.responseCompleted(DefaultClientExchangeHandlerImpl.java:181)',
  ],
  mail: [
    'com.sun.mail.smtp.SMTPTransport.rcptTo(SMTPTransport.java:2079)',
    'com.sun.mail.smtp.SMTPTransport.sendMessage(SMTPTransport.java:1374)',
    'org.springframework.mail.javamail.JavaMailSenderImpl.doSend(JavaMailSenderImpl.java:469)',
  ],
  json: [
    'com.fasterxml.jackson.databind.ser.BeanPropertyWriter.serializeAsField(BeanPropertyWriter.java:732)',
    'com.fasterxml.jackson.databind.ser.BeanSerializer.serialize(BeanSerializer.java:183)',
    'com.fasterxml.jackson.databind.ObjectMapper.writeValueAsString(ObjectMapper.java:3964)',
  ],
}

const CALL_FRAMES = [
  'java.base/jdk.internal.reflect.DirectMethodHandleAccessor.invoke(DirectMethodHandleAccessor.java:103)',
  'java.base/java.lang.reflect.Method.invoke(Method.java:580)',
  'me.ahoo.wow.infra.accessor.method.FastInvoke.safeInvoke(FastInvoke.kt:32)',
  'me.ahoo.wow.infra.accessor.method.MethodAccessor.invoke(MethodAccessor.kt:51)',
  'me.ahoo.wow.messaging.function.MessageFunction.invoke(MessageFunction.kt:64)',
]

const WOW_FRAMES = [
  'me.ahoo.wow.event.DomainEventFunctionFilter.filter(DomainEventFunctionFilter.kt:38)',
  'me.ahoo.wow.filter.SimpleFilterChain.filter(SimpleFilterChain.kt:27)',
  'me.ahoo.wow.opentelemetry.eventprocessor.TraceEventProcessorFilter.filter(TraceEventProcessorFilter.kt:31)',
  'me.ahoo.wow.compensation.core.CompensationFilter.filter(CompensationFilter.kt:59)',
  'me.ahoo.wow.event.RetryableFilter.filter$lambda$0(RetryableFilter.kt:36)',
]

const REACTOR_FRAMES = [
  'reactor.core.publisher.MonoDefer.subscribe(MonoDefer.java:45)',
  'reactor.core.publisher.InternalMonoOperator.subscribe(InternalMonoOperator.java:76)',
  'reactor.core.publisher.MonoFlatMap$FlatMapMain.onNext(MonoFlatMap.java:165)',
  'reactor.core.publisher.FluxMapFuseable$MapFuseableSubscriber.onNext(FluxMapFuseable.java:129)',
  'reactor.core.publisher.FluxFilterFuseable$FilterFuseableSubscriber.onNext(FluxFilterFuseable.java:118)',
  'reactor.core.publisher.FluxPeekFuseable$PeekFuseableSubscriber.onNext(FluxPeekFuseable.java:210)',
  'reactor.core.publisher.FluxOnErrorResume$ResumeSubscriber.onNext(FluxOnErrorResume.java:79)',
  'reactor.core.publisher.MonoIgnoreThen$ThenIgnoreMain.subscribeNext(MonoIgnoreThen.java:241)',
  'reactor.core.publisher.FluxConcatMapNoPrefetch$FluxConcatMapNoPrefetchSubscriber.onNext(FluxConcatMapNoPrefetch.java:183)',
  'reactor.core.publisher.FluxContextWrite$ContextWriteSubscriber.onNext(FluxContextWrite.java:107)',
  'reactor.core.publisher.FluxDoFinally$DoFinallySubscriber.onNext(FluxDoFinally.java:113)',
  'reactor.core.publisher.FluxGroupBy$UnicastGroupedFlux.drainRegular(FluxGroupBy.java:554)',
]

const THREAD_FRAMES = [
  'reactor.core.publisher.FluxPublishOn$PublishOnSubscriber.runAsync(FluxPublishOn.java:446)',
  'reactor.core.scheduler.WorkerTask.call(WorkerTask.java:84)',
  'java.base/java.util.concurrent.FutureTask.run(FutureTask.java:317)',
  'java.base/java.util.concurrent.ThreadPoolExecutor.runWorker(ThreadPoolExecutor.java:1144)',
  'java.base/java.lang.Thread.run(Thread.java:1583)',
]

const lines = (frames: readonly string[]): string => frames.map((frame) => `\n\tat ${frame}`).join('')

/** Reactor frames repeat in a real trace; how often depends on the handler, so that traces differ in length. */
function frameworkFrames(handler: SampleFunction, depth: Depth): readonly string[] {
  if (depth === 'short') {
    return [
      ...CALL_FRAMES.slice(1, 4),
      ...WOW_FRAMES.slice(0, 3),
      ...REACTOR_FRAMES.slice(0, 3),
      ...THREAD_FRAMES.slice(1, 2),
    ]
  }
  const repeats = 1 + (handler.function.processorName.length % 4)
  return [
    ...CALL_FRAMES,
    ...WOW_FRAMES,
    ...Array.from({ length: repeats }, () => REACTOR_FRAMES).flat(),
    ...THREAD_FRAMES,
  ]
}

/** The parts of a trace that are the same for every failure of this kind in this handler. */
function staticFrames(kind: ErrorKind, handler: SampleFunction, depth: Depth) {
  const framework = frameworkFrames(handler, depth)
  const own = [...LIBRARY_FRAMES[kind.library], ...handler.frames]
  const recursion = Array.from(
    { length: kind.recursion ?? 0 },
    (_, index) => `com.lumenshop.catalog.Category.path(Category.kt:${index % 2 === 0 ? 41 : 57})`,
  )
  return {
    top: lines([...own, ...framework]),
    causes: (kind.causes ?? []).map(
      ({ library }) =>
        `${lines([...recursion, ...LIBRARY_FRAMES[library], ...handler.frames.slice(0, 1)])}\n\t... ${framework.length + 2} more`,
    ),
  }
}

const cache = new Map<ErrorKind, Map<string, ReturnType<typeof staticFrames>>>()

function cachedFrames(kind: ErrorKind, handler: SampleFunction, depth: Depth) {
  let ofKind = cache.get(kind)
  if (ofKind === undefined) cache.set(kind, (ofKind = new Map()))
  const key = `${depth} ${handler.function.contextName} ${handler.function.processorName} ${handler.function.name}`
  let frames = ofKind.get(key)
  if (frames === undefined) ofKind.set(key, (frames = staticFrames(kind, handler, depth)))
  return frames
}

/** As Java writes a throwable: without a colon when it has no message. */
const headline = (exception: string, message: string): string =>
  message === '' ? exception : `${exception}: ${message}`

/** The Java stack trace of one failure: the throwable, application and framework frames, and its causes. */
export function stackTraceOf(
  kind: ErrorKind,
  message: string,
  handler: SampleFunction,
  random: Random,
  sourceId: string,
  depth: Depth,
): string {
  const frames = cachedFrames(kind, handler, depth)
  let text = headline(kind.exception, message) + frames.top
  if (depth === 'short') return text
  for (const [index, cause] of (kind.causes ?? []).entries()) {
    text += `\nCaused by: ${headline(cause.exception, fillIn(cause.message, random, sourceId))}${frames.causes[index] ?? ''}`
  }
  return text
}
