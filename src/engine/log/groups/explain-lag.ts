import type { Explanation } from '../../kernel/engine.ts'
import { explainList, explainRows, inWords, MOST_ALLOWED } from '../../kernel/explain.ts'
import { SECOND } from '../../kernel/time.ts'
import { memberName } from './codes.ts'
import type { GroupsEngine } from './groups-engine.ts'
import type { Lane } from './lane.ts'
import { lagSecondsOf } from './measures.ts'

export function explainLag({ topic, clock }: GroupsEngine, { ledger }: Lane): Explanation {
  const rows = topic.partitions
    .map((_, partition) => ({ partition, lag: ledger.lagOf(partition) }))
    .toSorted((a, b) => b.lag - a.lag)
  return explainList(
    'Log end offset minus committed offset, partition by partition; the largest first.',
    rows.map(({ partition, lag }) => {
      const end = topic.endOf(partition)
      return { time: clock, text: `partition ${partition}: ${end} − ${end - lag} = ${lag} records` }
    }),
    MOST_ALLOWED,
  )
}

export function explainLagSeconds(engine: GroupsEngine, lane: Lane): Explanation {
  const rows = engine.topic.partitions
    .map((_, partition) => ({ partition, seconds: lagSecondsOf(engine, lane, partition) }))
    .toSorted((a, b) => b.seconds - a.seconds)
  return explainList(
    'How long the oldest record that is not committed has been in each partition; the longest first.',
    rows.map(({ partition, seconds }) => ({
      time: engine.clock,
      text: `partition ${partition}: ${seconds.toFixed(2)} s`,
    })),
    MOST_ALLOWED,
  )
}

export function explainRounds({ history }: Lane): Explanation {
  const rounds = history.rounds.filter(({ end }) => !Number.isNaN(end))
  return explainList(
    rounds.length === 0
      ? 'The group has not rebalanced, or there is nobody to do it.'
      : 'From the first sign until everybody knows what to read. Newest first.',
    rounds.toReversed().map(({ start, end, generation, cause }) => ({
      time: start,
      text: `${cause}: ${((end - start) / SECOND).toFixed(2)} s, until generation ${generation}`,
    })),
    MOST_ALLOWED,
  )
}

/** Stretches in which nobody read a partition that had records, the worst first. */
export function explainUnread({ clock }: GroupsEngine, lane: Lane): Explanation {
  const { history } = lane
  if (lane.spec.origin === 'whiteboard') return inWords('Any instance may come to any partition.')
  return explainRows({
    text: 'Records waiting, times how long: the area under each partition’s lag while nobody read it. The largest first.',
    none: 'No record waited in a partition that had no reader.',
    rows: history.stretchCount,
    weigh: (row) => {
      const { waited } = history.stretch(row)
      return waited === 0 ? Number.NaN : waited
    },
    tell: (row) => {
      const { partition, member, start, end, waited } = history.stretch(row)
      const long = (((Number.isNaN(end) ? clock : end) - start) / SECOND).toFixed(2)
      const why = member < 0 ? 'belonged to nobody' : `belonged to member ${memberName(member)}, who was gone`
      return {
        time: start,
        text: `partition ${partition} ${why} for ${long} s: ${waited.toFixed(1)} record-seconds`,
      }
    },
    most: MOST_ALLOWED,
  })
}
