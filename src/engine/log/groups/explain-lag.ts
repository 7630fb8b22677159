import type { Explanation, Happening } from '../../kernel/engine.ts'
import { foremost } from '../../kernel/foremost.ts'
import { SECOND } from '../../kernel/time.ts'
import { memberName } from './codes.ts'
import type { GroupsEngine } from './groups-engine.ts'
import type { Lane } from './lane.ts'
import { lagSecondsOf } from './measures.ts'

const MOST = 100

export function explainLag({ topic, clock }: GroupsEngine, { ledger }: Lane): Explanation {
  const rows = topic.partitions
    .map((_, partition) => ({ partition, lag: ledger.lagOf(partition) }))
    .toSorted((a, b) => b.lag - a.lag)
  return {
    text: 'Log end offset minus committed offset, partition by partition; the largest first.',
    events: rows.map(({ partition, lag }): Happening => {
      const end = topic.endOf(partition)
      return {
        time: clock,
        text: `partition ${partition}: ${end} − ${end - lag} = ${lag} records`,
        thing: null,
      }
    }),
    total: rows.length,
  }
}

export function explainLagSeconds(engine: GroupsEngine, lane: Lane): Explanation {
  const rows = engine.topic.partitions
    .map((_, partition) => ({ partition, seconds: lagSecondsOf(engine, lane, partition) }))
    .toSorted((a, b) => b.seconds - a.seconds)
  return {
    text: 'How long the oldest record that is not committed has been in each partition; the longest first.',
    events: rows.map(({ partition, seconds }): Happening => ({
      time: engine.clock,
      text: `partition ${partition}: ${seconds.toFixed(2)} s`,
      thing: null,
    })),
    total: rows.length,
  }
}

export function explainRounds({ history }: Lane): Explanation {
  const rounds = history.rounds.filter(({ end }) => !Number.isNaN(end))
  return {
    text:
      rounds.length === 0
        ? 'The group has not rebalanced, or there is nobody to do it.'
        : 'From the first sign until everybody knows what to read. Newest first.',
    events: rounds
      .toReversed()
      .slice(0, MOST)
      .map(({ start, end, generation, cause }) => ({
        time: start,
        text: `${cause}: ${((end - start) / SECOND).toFixed(2)} s, until generation ${generation}`,
        thing: null,
      })),
    total: rounds.length,
  }
}

/** Stretches in which nobody read a partition that had records, the worst first. */
export function explainUnread({ clock }: GroupsEngine, lane: Lane): Explanation {
  const { history } = lane
  if (lane.spec.origin === 'whiteboard')
    return { text: 'Any instance may come to any partition.', events: [], total: 0 }
  let total = 0
  const rows = foremost(history.stretchCount, MOST, (row) => {
    const { waited } = history.stretch(row)
    if (waited === 0) return Number.NaN
    total += 1
    return waited
  })
  return {
    text:
      total === 0
        ? 'No record waited in a partition that had no reader.'
        : 'Records waiting, times how long: the area under each partition’s lag while nobody read it. The largest first.',
    events: rows.map((row): Happening => {
      const { partition, member, start, end, waited } = history.stretch(row)
      const long = (((Number.isNaN(end) ? clock : end) - start) / SECOND).toFixed(2)
      const why = member < 0 ? 'belonged to nobody' : `belonged to member ${memberName(member)}, who was gone`
      return {
        time: start,
        text: `partition ${partition} ${why} for ${long} s: ${waited.toFixed(1)} record-seconds`,
        thing: null,
      }
    }),
    total,
  }
}
