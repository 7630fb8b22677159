/** A small picture at one moment of its story, in a box of 160 x 92. */
export interface Scene {
  readonly nodes: readonly SceneNode[]
  readonly links: readonly SceneLink[]
  /** What happens in it, in a few words. */
  readonly says: string
}

/** How a node stands: at rest, on the way, found, in vain; red, in a red-black tree. */
export type Tone = 'rest' | 'way' | 'hit' | 'miss' | 'red'

export interface SceneNode {
  readonly x: number
  readonly y: number
  readonly text: string
  readonly tone: Tone
  /** Of a box; none: it is a circle. */
  readonly width?: number
}

export interface SceneLink {
  readonly from: readonly [number, number]
  readonly to: readonly [number, number]
  readonly lit: boolean
}

export const BOX = { width: 160, height: 92 } as const

/** A binary tree as its picture needs it. */
export interface Branch<T> {
  readonly value: T
  readonly left: Branch<T> | null
  readonly right: Branch<T> | null
}

/** Draws a binary tree: each level half as wide as the one above. `toneOf` tells a node's tone, and whether it is on the way. */
export function drawTree<T>(
  root: Branch<T> | null,
  textOf: (value: T) => string,
  toneOf: (value: T) => Tone,
): Pick<Scene, 'nodes' | 'links'> {
  const nodes: SceneNode[] = []
  const links: SceneLink[] = []
  const walk = (branch: Branch<T> | null, x: number, depth: number, above: [number, number] | null): void => {
    if (branch === null) return
    const y = 12 + depth * 22.5
    const tone = toneOf(branch.value)
    if (above !== null) links.push({ from: above, to: [x, y], lit: tone === 'way' || tone === 'hit' })
    nodes.push({ x, y, text: textOf(branch.value), tone })
    const reach = BOX.width / 2 ** (depth + 2)
    walk(branch.left, x - reach, depth + 1, [x, y])
    walk(branch.right, x + reach, depth + 1, [x, y])
  }
  walk(root, BOX.width / 2, 0, null)
  return { nodes, links }
}
