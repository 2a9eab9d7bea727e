/** `npm run bench`, the part of the OMS: large transactions in the embedded one, many watches in the gateway. */
import { runOmsBench } from '../../embedded/oms/omsBench.ts'
import { runWatchBench } from '../oms/watchBench.ts'

const print = (line: string) => void process.stdout.write(`${line}\n`)

print('the embedded OMS on a large transaction')
await runOmsBench(print)
print('the gateway with many watches on an OMS beside it')
await runWatchBench(print)
