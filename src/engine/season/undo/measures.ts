import { plural } from '../../../shared/words.ts'
import type { Explanation } from '../../kernel/engine.ts'
import { explainList } from '../../kernel/explain.ts'
import type { CopyLane } from './copy-lane.ts'
import type { SharingLane } from './sharing-lane.ts'
import { nameOf, sayBytes, thingOf, type Version } from './versions.ts'

export type UndoLane = CopyLane | SharingLane

/** A lane's numbers, in the order of the lab's measures. */
export function measuresOf(lane: UndoLane): number[] {
  const { counts, past, future } = lane.versions
  const { held, made, garbage } = lane
  const { first } = lane
  const changes = counts.made - 1
  const perChange = (all: number, start: number): number => (changes === 0 ? 0 : (all - start) / changes)
  return [
    counts.made,
    past.length,
    future.length,
    counts.pruned,
    counts.dropped,
    held.bytes,
    copiedBytes(lane) / held.bytes,
    perChange(made.bytes, first.bytes),
    100 * sharedShare(lane),
    made.nodes,
    perChange(made.nodes, first.nodes),
    held.nodes,
    garbage.nodes,
    readsOf(lane),
  ]
}

/** What the versions kept would take as full copies. */
const copiedBytes = (lane: UndoLane): number =>
  lane.id === 'copies'
    ? lane.held.bytes
    : lane.versions.kept.reduce((sum, { copyBytes }) => sum + copyBytes, 0)

function sharedShare(lane: UndoLane): number {
  if (lane.id === 'copies') return 0
  const found = lane.sharedWithBefore()
  return found === null ? 0 : found.shared.bytes / found.all.bytes
}

/** How many blocks or nodes one goes through to read a line. */
const readsOf = (lane: UndoLane): number => (lane.id === 'copies' ? 1 : lane.versions.present.root.level + 1)

/** The events behind a lane's measure, named as the lab names its measures; null for another name. */
export function explainMeasure(lane: UndoLane, measure: string): Explanation | null {
  const { journal, counts, past, future } = lane.versions
  switch (measure) {
    case 'made':
      return journal.explain(`${plural(counts.made, 'version')}, the first one included. Newest first.`, [
        'made',
      ])
    case 'past':
      return explainVersions('What Undo leads to, the nearest first.', past.toReversed())
    case 'future':
      return explainVersions('What Redo leads to, the nearest first. A change would throw it away.', future)
    case 'pruned':
      return journal.explain(`${plural(counts.pruned, 'version')} undone and then cut off. Newest first.`, [
        'pruned',
      ])
    case 'dropped':
      return journal.explain(`${plural(counts.dropped, 'version')} beyond the limit. Newest first.`, [
        'dropped',
      ])
    case 'kept':
    case 'ratio':
      return explainKept(lane)
    case 'written':
      return journal.explain('Bytes made for each version; the first one is not a change. Newest first.', [
        'bytes',
      ])
    case 'shared':
      return explainShared(lane)
    case 'nodes':
    case 'pernode':
      return journal.explain(`${plural(lane.made.nodes, lane.noun)} made for versions. Newest first.`, [
        'nodes',
      ])
    case 'nodeskept':
      return explainKept(lane)
    case 'garbage':
      return journal.explain(`${plural(lane.garbage.nodes, lane.noun)} that no version has. Newest first.`, [
        'garbage',
      ])
    case 'reads':
      return explainList(
        lane.id === 'copies'
          ? 'A copy is one array: the line is read at once.'
          : `From the root down to the leaf: ${plural(readsOf(lane), 'node')}.`,
        [],
      )
    default:
      return null
  }
}

const explainVersions = (text: string, states: readonly { readonly version: Version }[]): Explanation =>
  explainList(
    text,
    states.map(({ version }) => tell(version, version.text)),
  )

const tell = (version: Version, text: string) => ({
  time: version.at,
  text: `${nameOf(version)}: ${text}`,
  thing: thingOf(version),
})

/** The versions kept, and what each one adds to the ones before it. */
function explainKept(lane: UndoLane): Explanation {
  const { held, noun } = lane
  const text = `${plural(held.nodes, noun)}, ${sayBytes(held.bytes)}, where full copies would take ${sayBytes(copiedBytes(lane))}. Newest version first.`
  const added =
    lane.id === 'copies'
      ? lane.versions.kept.map(({ version, lines }) =>
          tell(version, `a copy of ${plural(lines.length, 'line')}`),
        )
      : lane.versions.kept.map(({ version, own }) =>
          tell(version, `${plural(own.nodes, 'node')} and ${sayBytes(own.bytes)} made for it`),
        )
  return explainList(text, added.reverse())
}

function explainShared(lane: UndoLane): Explanation {
  const found = lane.id === 'copies' ? null : lane.sharedWithBefore()
  const { past, present } = lane.versions
  const before = past.at(-1)
  if (found === null || before === undefined)
    return explainList(
      lane.id === 'copies' ? 'Full copies have nothing in common.' : 'There is no version before this one.',
      [],
    )
  const { shared, all } = found
  return explainList(
    `${nameOf(present.version)} has ${plural(shared.nodes, 'node')} of ${all.nodes} and ${sayBytes(shared.bytes)} of ${all.bytes} in common with ${nameOf(before.version)}.`,
    [tell(present.version, present.version.text), tell(before.version, before.version.text)],
  )
}
