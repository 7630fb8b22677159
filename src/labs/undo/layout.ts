import type { NodeFrame, UndoFrame, VersionFrame } from '../../engine/season/undo/frame.ts'

/** A node with its place in the picture, in pixels. */
export interface Placed {
  readonly node: NodeFrame
  /** Its middle. */
  readonly x: number
  readonly top: number
  readonly width: number
  readonly height: number
}

export interface TreeLayout {
  readonly versions: readonly VersionFrame[]
  readonly older: number
  readonly newer: number
  readonly placed: ReadonlyMap<number, Placed>
  readonly height: number
}

/** Narrower than this, fewer versions are drawn. */
export const NARROW = 560
/** Narrower than this, as in a panel on a phone, words are few. */
export const NARROWEST = 290
const FEW = 5
const AFTER = 2

const NODE_HEIGHT = 18
const LEAF_HEIGHT = 30
/** From the top of one level to the next. */
const LEVEL = 52
const WIDEST = 40
/** How much further nodes of different places are apart than those of one place, in widths of a node. */
const BETWEEN = 0.45
const MARGIN = 4
const ABOVE = 18

/** Versions that fit: the present one, some before it, and a few after it. */
function chooseVersions({ versions, older, newer }: UndoFrame, width: number) {
  if (width >= NARROW || versions.length <= FEW) return { versions, older, newer }
  const present = versions.findIndex(({ place }) => place === 'present')
  const end = Math.min(versions.length, present + 1 + AFTER)
  const start = Math.max(0, end - FEW)
  return {
    versions: versions.slice(start, end),
    older: older + start,
    newer: newer + versions.length - end,
  }
}

/** Where each node goes: a row a level, in the order of their lines, and of their versions where they stand for the same. */
export function layOut(frame: UndoFrame, width: number): TreeLayout {
  const { versions, older, newer } = chooseVersions(frame, width)
  const all = new Map(frame.nodes.map((node) => [node.id, node]))
  const shown = reach(
    versions.map(({ root }) => root),
    all,
  )
  const levels = Math.max(...[...shown].map(({ level }) => level)) + 1
  const placed = new Map<number, Placed>()
  for (let level = 0; level < levels; level++) {
    const row = [...shown]
      .filter((node) => node.level === level)
      .sort((a, b) => a.from - b.from || a.made - b.made)
    const gaps = row.map((node, i): number => (i > 0 && node.from !== row[i - 1]?.from ? BETWEEN : 0))
    const units = row.length + gaps.reduce((sum, gap) => sum + gap, 0)
    const unit = Math.min(WIDEST, (width - 2 * MARGIN) / units)
    let left = (width - units * unit) / 2
    for (const [i, node] of row.entries()) {
      left += (gaps[i] ?? 0) * unit
      placed.set(node.id, {
        node,
        x: left + unit / 2,
        top: ABOVE + (levels - 1 - level) * LEVEL,
        width: Math.max(1, unit - Math.min(4, unit / 4)),
        height: level === 0 ? LEAF_HEIGHT : NODE_HEIGHT,
      })
      left += unit
    }
  }
  return { versions, older, newer, placed, height: ABOVE + (levels - 1) * LEVEL + LEAF_HEIGHT + 6 }
}

/** The nodes of these roots' trees. */
export function reach(roots: readonly number[], all: ReadonlyMap<number, NodeFrame>): ReadonlySet<NodeFrame> {
  const found = new Set<NodeFrame>()
  const visit = (id: number): void => {
    const node = all.get(id)
    if (node === undefined || found.has(node)) return
    found.add(node)
    for (const part of node.parts) visit(part)
  }
  for (const root of roots) visit(root)
  return found
}

const COLOURS = 4

/** The colour of what was made for a version; 0 for the first, which all began with. */
export const colourOf = (made: number): string => `made-${made === 0 ? 0 : 1 + ((made - 1) % COLOURS)}`

/** "5,120 bytes", "34.2 kB" */
export const sayBytes = (bytes: number): string =>
  bytes < 10_000 ? `${bytes.toLocaleString('en')} bytes` : `${(bytes / 1_000).toFixed(1)} kB`
