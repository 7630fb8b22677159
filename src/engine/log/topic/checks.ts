import { at } from '../../../shared/assert.ts'
import type { Check } from '../../kernel/engine.ts'
import { GROUP_LETTERS } from './codes.ts'
import { unreadOf, type Group } from './group.ts'
import { summarise, type LaneSummary } from './measures.ts'
import { compacts, deletes } from '../partition/settings.ts'
import { limitsOf } from './topic-settings.ts'
import type { TopicEngine } from './topic-engine.ts'

/** Predictions beside what the run gives. Those of conservation hold always, whatever was done by hand. */
export function checkRun(engine: TopicEngine): Check[] {
  const [whiteboard, log] = summarise(engine) as readonly [LaneSummary, LaneSummary] // a summary for each of LANES
  return [
    checkBooks(log, 'log', log.deletedByLogStart + log.compacted),
    checkBooks(whiteboard, 'whiteboard', 0),
    checkProduced(log, 'log'),
    checkProduced(whiteboard, 'whiteboard'),
    ...engine.groups.map((group) => checkGroup(engine, group)),
    ...checkBytes(engine),
    ...checkLookup(engine),
    ...checkWhiteboardSize(engine),
    ...checkYoungest(engine, log),
  ]
}

const exact = { tolerance: 0, unit: 'records' }

const checkBooks = (run: LaneSummary, id: string, other: number): Check => ({
  ...exact,
  id: `books.${id}`,
  label: `Records kept, ${id}`,
  predicted: run.appended - run.deletedByTime - run.deletedBySize - other,
  measured: run.retained,
  source:
    'conservation: appended less deleted by time, by size, by log start and compacted, against a count of the segments',
})

const checkProduced = (run: LaneSummary, id: string): Check => ({
  ...exact,
  id: `produced.${id}`,
  label: `Records produced, ${id}`,
  predicted: run.produced,
  measured: run.appended + run.refused + run.waiting,
  source: 'conservation: appended, refused, or waiting in a batch',
})

function checkGroup({ partitions }: TopicEngine, group: Group): Check {
  const { delivered, skipped, compacted } = group.counts
  const ahead = partitions.reduce((sum, { log }, i) => sum + log.logEndOffset - group.startedAt(i), 0)
  return {
    ...exact,
    id: `group.${group.id}`,
    label: `Group ${at(GROUP_LETTERS, group.id)}: appended since it joined`,
    predicted: ahead,
    measured: delivered + skipped + compacted + unreadOf(group, partitions),
    source: 'conservation: read, skipped because gone, compacted away before it was read, or not read yet',
  }
}

/** Bytes by the books against bytes in the files. */
function checkBytes(engine: TopicEngine): Check[] {
  return [
    {
      id: 'bytes',
      label: 'Bytes kept',
      predicted: engine.bytes,
      measured: engine.partitions.reduce((sum, { log }) => sum + log.size, 0),
      tolerance: 0,
      unit: 'bytes',
      source: 'bytes appended less bytes deleted, against the sizes of the files',
    },
  ]
}

/** A lookup reads no more than the index leaves open: what lies between two entries, and the batch itself. */
function checkLookup({ found, settings }: TopicEngine): Check[] {
  if (found === null) return []
  const most = settings.indexBytes + Math.max(found.batchBytes, settings.batch, settings.size + 100)
  return [
    {
      id: 'lookup',
      label: 'Bytes scanned by the lookup',
      predicted: most / 2,
      measured: found.bytesScanned,
      tolerance: most / 2,
      unit: 'bytes',
      source: 'a sparse index: at most index.interval.bytes and one batch',
    },
  ]
}

/** The whiteboard deletes until no more than the limit is left (X21). It holds right after a check. */
function checkWhiteboardSize(engine: TopicEngine): Check[] {
  const { retentionBytes } = limitsOf(engine.settings)
  const justChecked = engine.lastCheckAt === engine.now
  if (retentionBytes < 0 || !justChecked) return []
  const largest = Math.max(...engine.whiteboard.logs.map(({ size }) => size))
  return [
    {
      id: 'drawn-size',
      label: 'Largest partition of the whiteboard after a check',
      predicted: retentionBytes / 2,
      measured: largest,
      tolerance: retentionBytes / 2,
      unit: 'bytes',
      source: 'slide 11 deletes while the total is above the limit: it keeps at most that',
    },
  ]
}

/** No record is deleted by time before its time, unless it or the limit was changed on the way. */
function checkYoungest(engine: TopicEngine, log: LaneSummary): Check[] {
  const { retentionMs } = limitsOf(engine.settings)
  const kafka = at(engine.partitions, 0).log.settings
  if (engine.isTouched || retentionMs < 0 || Number.isNaN(log.youngestHours)) return []
  if (!deletes(kafka) || compacts(kafka)) return []
  return [
    {
      id: 'youngest',
      label: 'Youngest record that retention by time has deleted',
      predicted: Math.max(log.youngestHours, engine.settings.retentionHours),
      measured: log.youngestHours,
      tolerance: 0,
      unit: 'h',
      source: 'a segment goes once its latest record is older than retention.ms',
    },
  ]
}
