import { HTML_TYPE, JSON_TYPE, OPENAPI_YAML_TYPE, type Produced } from '../http/accept.ts'
import type { Route, WowRequest } from '../http/routes.ts'
import { openApiDocument } from './document.ts'
import { openApiPage, PAGE_POLICY } from './page.ts'
import { toYaml } from './yaml.ts'

const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}

const page = (path: string, produces: readonly Produced[], answer: (request: WowRequest) => Response): Route => ({
  method: 'GET',
  path,
  produces,
  refuses: ['method', 'accept'],
  answer: async (request) => answer(request),
})

const text = (type: Produced, body: string, more: Record<string, string> = {}): Response =>
  new Response(body, { headers: { 'Content-Type': type, ...more } })

/** The server's description of itself, for programs and for people (contract 8.1). */
export function openApiRoutes(): Route[] {
  const document = once(openApiDocument)
  const asJson = once(() => JSON.stringify(document()))
  const asYaml = once(() => toYaml(document()))
  const asPage = once(() => openApiPage(document()))

  return [
    page('/v3/api-docs', [JSON_TYPE], () => text(JSON_TYPE, asJson())),
    page('/v3/api-docs.yaml', [OPENAPI_YAML_TYPE], () => text(OPENAPI_YAML_TYPE, asYaml())),
    page('/v3/api-docs/swagger-config', [JSON_TYPE], ({ url }) =>
      text(
        JSON_TYPE,
        JSON.stringify({
          configUrl: '/v3/api-docs/swagger-config',
          oauth2RedirectUrl: `${new URL(url).origin}/swagger-ui/oauth2-redirect.html`,
          url: '/v3/api-docs',
          validatorUrl: '',
        }),
      ),
    ),
    page(
      '/swagger-ui.html',
      [HTML_TYPE],
      () => new Response(null, { status: 302, headers: { Location: '/swagger-ui/index.html' } }),
    ),
    page('/swagger-ui/index.html', [HTML_TYPE], () =>
      text(HTML_TYPE, asPage(), { 'Content-Security-Policy': PAGE_POLICY, 'Cache-Control': 'no-store' }),
    ),
  ]
}
