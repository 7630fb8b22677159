import type { JitterEngine, Lane } from '../../src/engine/jitter/jitter-engine.ts'
import { toMs, type SimTime } from '../../src/engine/kernel/time.ts'

/** Frames in hand, and the packet on the screen; `!` while a stall is on. */
function stateOf({ policy, ledger }: Lane, onScreen: number | undefined): string {
  const screen = onScreen === undefined ? '-' : String(onScreen)
  return `${policy} ${ledger.counts.waiting} [${screen}${ledger.isStalled ? '!' : ''}]`
}

/** Everything that happens in a run up to `until`, a line an event, for people to read and diff. */
export function readableTrace(engine: JitterEngine, title: string, until: SimTime): string {
  const { passage, lanes } = engine
  const onScreen = new Map<Lane, number>()
  let event = ''
  const send = passage.send.bind(passage)
  passage.send = (now, plan) => {
    const marks = [plan.arrival === null ? 'lost' : '', plan.copy === null ? '' : 'and a copy'].filter(
      Boolean,
    )
    event = ['send', passage.packets, ...marks].join(' ')
    send(now, plan)
  }
  const arrive = passage.arrive.bind(passage)
  passage.arrive = (packet, copy, ...rest) => {
    event = `arrive ${packet}${copy ? ' copy' : ''}`
    return arrive(packet, copy, ...rest)
  }
  for (const lane of lanes) {
    const { receiver, ledger, policy } = lane
    const tick = receiver.tick.bind(receiver)
    receiver.tick = (now, stream) => {
      event = `tick ${policy}`
      return tick(now, stream)
    }
    const show = ledger.show.bind(ledger)
    ledger.show = (packet, ...rest) => {
      onScreen.set(lane, packet)
      show(packet, ...rest)
    }
  }
  const lines: string[] = []
  while ((engine.nextEventTime ?? Infinity) <= until) {
    const time = toMs(engine.nextEventTime ?? 0)
    engine.advance(until, 1)
    const states = lanes.map((lane) => stateOf(lane, onScreen.get(lane)))
    lines.push([time.toFixed(3).padStart(9), event.padEnd(20), ...states].join('  '))
  }
  const header = [
    `# ${title}`,
    '# milliseconds, what happens, and each receiver after it: frames in hand [packet on the screen, ! in a stall]',
  ]
  return [...header, ...lines, `# ${engine.traceHash()}`, ''].join('\n')
}
