import { SECOND } from '../../engine/kernel/time.ts'
import type { LaneFrame, UndoFrame } from '../../engine/season/undo/frame.ts'
import { UNDO_SETTINGS } from '../../engine/season/undo/settings.ts'
import { defineLab, lazyView, type LaneReadout } from '../../stage/define-lab.ts'
import { card } from './card.ts'
import { undoLesson } from './lesson.ts'
import { UNDO_MEASURES } from './measures.ts'
import { UNDO_SCENARIOS } from './scenarios.ts'

export const lab = defineLab<UndoFrame>({
  ...card,
  params: UNDO_SETTINGS,
  scenarios: UNDO_SCENARIOS,
  scenarioLabel: 'The person',
  files: null,
  paramsFor: (_, params) => params,
  fixedByFile: [],
  measures: UNDO_MEASURES,
  lanes: ({ lanes }) => lanes.map(readLane),
  describe,
  news,
  lesson: undoLesson,
  byHand:
    'Change a line, undo and redo yourself with the buttons below the picture; press a leaf to choose the line, and a version to see its tree.',
  leavesOut: [
    'Bytes are counted, not measured: 8 for a reference, 16 for a node. Real ones differ by language and engine.',
    'Editors take many keystrokes together as one change; here each change is one version.',
    'Others keep no states but the changes between them (patches). These need less, and every step back must be worked out.',
  ],
  view: {
    before: 15 * SECOND,
    narrow: 10 * SECOND,
    after: 1 * SECOND,
    choices: [5, 10, 15, 30, 60, 120].map((seconds) => seconds * SECOND),
  },
  speed: 1,
  View: lazyView(async () => (await import('./View.tsx')).View),
})

const NAMES = { copies: 'Full copies', sharing: 'Structural sharing' } as const

const SUMMARIES: Readonly<Record<LaneFrame['lane'], string>> = {
  copies:
    'As one first thinks of it: before each change, copy everything. Undo is easy, and each version takes as much as the whole document.',
  sharing:
    'A tree that never changes. A change makes the nodes from the root to the line anew (path copying) and points to all the others as they are.',
}

const readLane = ({ lane, counts, past, future, values }: LaneFrame): LaneReadout => ({
  id: lane,
  name: NAMES[lane],
  origin: lane === 'copies' ? 'whiteboard' : 'production',
  summary: SUMMARIES[lane],
  values,
  conservation: [
    { label: 'versions', count: counts.made },
    { label: 'past', count: past },
    { label: 'present', count: 1 },
    { label: 'future', count: future },
    { label: 'pruned', count: counts.pruned },
    { label: 'dropped', count: counts.dropped },
  ],
})

const say = (bytes: number): string => `${Math.round(bytes).toLocaleString('en')} bytes`

function describe({ now, last, lanes }: UndoFrame): string {
  const [first] = lanes
  const did = last === null ? '' : ` Last: ${last.text}.`
  const kept = lanes.map(({ lane, values }) => `${NAMES[lane]}: ${say(values[5] ?? 0)}`).join('. ')
  return `After ${(now / SECOND).toFixed(1)} s.${did} ${first?.past ?? 0} to undo, ${first?.future ?? 0} to redo. ${kept}.`
}

/** What happened since the last announcement. */
function news(before: UndoFrame, after: UndoFrame): string[] {
  if (after.now < before.now) return []
  const [counts, old] = [after.lanes[0]?.counts, before.lanes[0]?.counts]
  if (counts === undefined || old === undefined) return []
  const [pruned, dropped] = [counts.pruned - old.pruned, counts.dropped - old.dropped]
  return [
    ...(pruned > 0 ? [`Versions cut off: ${pruned}.`] : []),
    ...(dropped > 0 ? [`Versions dropped at the limit: ${dropped}.`] : []),
  ]
}
