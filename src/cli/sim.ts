import { main } from './main.ts'
import { processTerminal } from './process-terminal.ts'

const BROKEN_PIPE = 'EPIPE'
const PATIENCE_MS = 300
const interruption = new AbortController()

process.on('SIGINT', () => {
  interruption.abort()
  // Waiting for a pipe that never speaks, Node can neither end nor exit by itself: then the signal does it. The timer
  // keeps nobody waiting who can end before.
  setTimeout(() => {
    process.removeAllListeners('SIGINT')
    process.kill(process.pid, 'SIGINT')
  }, PATIENCE_MS).unref()
})
// `| head` has seen enough: that is no error of ours, and there is nobody left to tell.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === BROKEN_PIPE ? 0 : 1))
process.stderr.on('error', () => {})

// Not process.exit: the output may still be on its way.
process.exitCode = await main(process.argv.slice(2), processTerminal(process, interruption.signal))
