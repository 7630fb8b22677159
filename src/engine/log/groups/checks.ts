import type { Check } from '../../kernel/engine.ts'
import { FATE } from './codes.ts'
import type { GroupsEngine } from './groups-engine.ts'
import type { Lane } from './lane.ts'

/** Predictions beside measurements; each prediction is reached by another way than the number it checks. */
export function checkRun(engine: GroupsEngine): Check[] {
  return [checkLog(engine), ...engine.lanes.flatMap((lane) => checksOf(engine, lane))]
}

const EXACT = { tolerance: 0, unit: 'records' } as const

/** Reading takes nothing out of the log. */
const checkLog = ({ topic }: GroupsEngine): Check => ({
  ...EXACT,
  id: 'log',
  label: 'Records in the log: all that were produced, consumed or not',
  predicted: topic.length,
  measured: topic.countInLog(),
  source: 'counted in the bytes of the segments, batch by batch',
})

function checksOf(engine: GroupsEngine, lane: Lane): Check[] {
  const { spec, ledger } = lane
  const { counts } = ledger
  const fates = recount(engine, lane)
  const checks: Check[] = [
    {
      ...EXACT,
      id: `conservation.${spec.id}`,
      label: `${spec.name}: produced = processed + lost + skipped + in hand + not yet delivered`,
      predicted: engine.topic.length,
      measured: counts.processed + counts.lost + counts.skipped + counts.held + counts.waiting,
      source: 'each record has exactly one fate; produced is counted by the producer',
    },
    {
      ...EXACT,
      id: `lost.${spec.id}`,
      label: `${spec.name}: lost`,
      predicted: fates.lost,
      measured: counts.lost,
      source:
        'record by record: handed out, below the offset from which the group goes on, not at the sink, in nobody’s hands',
    },
    {
      ...EXACT,
      id: `processed.${spec.id}`,
      label: `${spec.name}: processed`,
      predicted: fates.processed,
      measured: counts.processed,
      source: 'different records that have come to the sink',
    },
    {
      ...EXACT,
      id: `deliveries.${spec.id}`,
      label: `${spec.name}: handed out = processed + again + dropped + in hands`,
      predicted: counts.deliveries,
      measured: counts.processed + counts.duplicates + counts.ignored + counts.dropped + counts.inHands,
      source: 'what a poll hands out is processed, dropped in a crash or a refusal, or still in hand',
    },
    {
      ...EXACT,
      id: `owners.${spec.id}`,
      label: `${spec.name}: times a partition had two members of the group`,
      predicted: 0,
      measured: lane.overlaps,
      unit: 'times',
      source: 'each partition has exactly one reader in a group',
    },
  ]
  return [...checks, ...promisesOf(engine, lane)]
}

/** What the order of commit and work promises, whatever goes wrong. */
function promisesOf({ settings }: GroupsEngine, { spec, ledger }: Lane): Check[] {
  const { lost, duplicates } = ledger.counts
  const none = (id: string, label: string, measured: number, source: string): Check => ({
    ...EXACT,
    id: `${id}.${spec.id}`,
    label: `${spec.name}: ${label}`,
    predicted: 0,
    measured,
    source,
  })
  const design = 'Kafka documentation, Design, 4.6 Message Delivery Semantics'
  if (spec.commit === 'before')
    return [none('once', 'processed more than once', duplicates, `at most once: ${design}`)]
  return [
    ...(spec.dedupes
      ? [none('once', 'processed more than once', duplicates, 'the sink knows partition and offset')]
      : []),
    // A group that has committed nothing yet and begins at the latest offset anew passes over what it had in hand.
    ...(settings.reset === 'latest' ? [] : [none('loss', 'never lost', lost, `at least once: ${design}`)]),
  ]
}

/** The fates by their definition, from what came to the sink and who has what. */
function recount({ topic }: GroupsEngine, { ledger, members }: Lane): { processed: number; lost: number } {
  const seen = new Set<number>()
  for (let row = 0; row < ledger.sinkRecord.length; row++) seen.add(ledger.sinkRecord.get(row))
  const inHands = new Set(members.flatMap(({ batch, done }) => batch.slice(done)))
  let lost = 0
  for (let record = 0; record < topic.length; record++) {
    const partition = topic.partition.get(record)
    const goesOnAt = topic.endOf(partition) - ledger.lagOf(partition)
    const isSkipped = ledger.fateOf(record) === FATE.skipped
    if (!seen.has(record) && !inHands.has(record) && !isSkipped && topic.offset.get(record) < goesOnAt)
      lost += 1
  }
  return { processed: seen.size, lost }
}
