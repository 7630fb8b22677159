import { block } from '../../policies/block.ts'
import { dropNewest } from '../../policies/drop-newest.ts'
import { dropOldest } from '../../policies/drop-oldest.ts'
import type { Policy } from '../../policies/policy.ts'
import { sampleHalf } from '../../policies/sample-half.ts'
import { sampleMatched } from '../../policies/sample-matched.ts'
import { scaleOut } from '../../policies/scale-out.ts'
import type { PressureSettings } from '../../pressure/settings.ts'
import { CASE_SPECS } from '../cases.ts'
import type { CaseId, ColumnId, Manner } from '../codes.ts'
import { Conflate } from './conflate.ts'
import { DropNewestPictures, DropOldestPictures } from './drop-pictures.ts'
import { ScaleAndWait } from './scale-and-wait.ts'

const PLAIN = { block, 'drop-newest': dropNewest, 'drop-oldest': dropOldest, 'scale-out': scaleOut } as const

/** The policy of a cell. With care it knows what its data is; as drawn it does the same whatever comes. */
export function createPolicy(
  row: CaseId,
  column: ColumnId,
  manner: Manner,
  settings: PressureSettings,
  seed: number,
): Policy {
  if (column === 'sample')
    return manner === 'drawn' ? sampleHalf.create(settings, seed) : sampleMatched.create(settings, seed)
  if (manner === 'careful') {
    if (row === 'video' && column === 'drop-newest') return new DropNewestPictures(settings)
    if (row === 'video' && column === 'drop-oldest') return new DropOldestPictures(settings)
    if (row === 'tickers' && column === 'drop-oldest') return new Conflate(settings)
    if (column === 'scale-out' && CASE_SPECS[row].isLossless) return new ScaleAndWait(settings)
  }
  return PLAIN[column].create(settings, seed)
}

/** What a cell does in each manner, in a sentence. */
export function sentenceOf(row: CaseId, column: ColumnId, manner: Manner): string {
  const isDrawn = manner === 'drawn'
  switch (column) {
    case 'block':
      return isDrawn
        ? 'Whoever finds the queue full waits, with the message in memory: a process that dies takes it along.'
        : 'Whoever finds the queue full waits, with the message in an outbox on disk: a process that begins anew sends it.'
    case 'drop-newest':
      if (row === 'video' && !isDrawn)
        return 'A half-full queue leaves out pictures that no other refers to; a full one leaves out the rest of the group.'
      return 'A full queue turns away what comes.'
    case 'drop-oldest':
      if (row === 'video' && !isDrawn)
        return 'A full queue gives up its oldest group of pictures whole, down to the next one that stands alone.'
      if (row === 'tickers' && !isDrawn)
        return 'Of each symbol only the newest price is served; older ones still in the queue are dropped (conflation).'
      return 'A full queue gives up its oldest message, whatever it is.'
    case 'sample':
      return isDrawn
        ? 'A coin keeps one message in two, and what arrives is counted as it is.'
        : row === 'video'
          ? 'Whole groups of pictures are kept, as many as can be served.'
          : 'The share that can be served is kept, whole keys at a time, each counted with the weight 1 / share.'
    case 'scale-out':
      return CASE_SPECS[row].isLossless && !isDrawn
        ? 'A filling queue starts more workers; until they help, whoever finds it full waits, with an outbox.'
        : 'A filling queue starts more workers; until they help, a full queue turns away what comes.'
  }
}
