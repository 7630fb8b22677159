import type { Amount, Line } from './tree.ts'
import { nameOf, sayBytes, thingOf, Versions, type Version } from './versions.ts'

/** What a change does to a document. `index` is the line's, or the document's length for a line more. */
export interface Change {
  readonly version: Version
  readonly index: number
  readonly line: Line
}

/** A version as a whole, with every line of it. */
export interface CopyState {
  readonly version: Version
  readonly lines: readonly Line[]
  /** What its lines take, together. */
  readonly bytes: number
}

/** The whiteboard's: each change copies the whole document, down to its last letter. A copy is one block of memory. */
export class CopyLane {
  readonly id = 'copies'
  readonly noun = 'block'
  readonly versions: Versions<CopyState>
  /** What the first version took. */
  readonly first: Amount
  private bytes = 0

  constructor(first: Version, lines: readonly Line[], limit: number) {
    this.versions = new Versions<CopyState>(stateOf(first, copy(lines)), limit)
    this.note(this.versions.present)
    this.first = this.made
  }

  get made(): Amount {
    return { nodes: this.versions.counts.made, bytes: this.bytes }
  }

  get garbage(): Amount {
    return { nodes: this.made.nodes - this.held.nodes, bytes: this.made.bytes - this.held.bytes }
  }

  get held(): Amount {
    const { kept } = this.versions
    return { nodes: kept.length, bytes: kept.reduce((sum, state) => sum + state.bytes, 0) }
  }

  change({ version, index, line }: Change): void {
    const lines = copy(this.versions.present.lines)
    lines[index] = line
    const gone = this.versions.change(stateOf(version, lines))
    this.note(this.versions.present)
    for (const state of gone)
      this.versions.journal.note(
        version.at,
        'garbage',
        `${nameOf(state.version)}: one block`,
        thingOf(state.version),
      )
  }

  private note({ version, bytes }: CopyState): void {
    this.bytes += bytes
    const { journal } = this.versions
    journal.note(
      version.at,
      'bytes',
      `${nameOf(version)}: ${sayBytes(bytes)} copied`,
      thingOf(version),
      bytes,
    )
    journal.note(version.at, 'nodes', `${nameOf(version)}: one block`, thingOf(version))
  }
}

const copy = (lines: readonly Line[]): Line[] => lines.map((line) => ({ ...line }))

const stateOf = (version: Version, lines: readonly Line[]): CopyState => ({
  version,
  lines,
  bytes: lines.reduce((sum, { bytes }) => sum + bytes, 0),
})
