import { BOX, type Scene, type SceneLink, type SceneNode } from './scene.ts'

/** A node of a 2-3 tree: one key or two, and a child more than keys, or none. */
export interface Page {
  readonly keys: readonly number[]
  readonly children: readonly Page[]
}

type Grown = { readonly page: Page } | { readonly left: Page; readonly up: number; readonly right: Page }

const spliced = <T>(list: readonly T[], from: number, drop: number, ...items: readonly T[]): T[] =>
  list.toSpliced(from, drop, ...items)

function put({ keys, children }: Page, key: number): Grown {
  const found = keys.findIndex((one) => key < one)
  const place = found < 0 ? keys.length : found
  const child = children[place]
  if (child === undefined) return fit({ keys: spliced(keys, place, 0, key), children })
  const grown = put(child, key)
  if ('page' in grown) return { page: { keys, children: spliced(children, place, 1, grown.page) } }
  return fit({
    keys: spliced(keys, place, 0, grown.up),
    children: spliced(children, place, 1, grown.left, grown.right),
  })
}

/** A page with a key too many splits, and its middle key goes up. */
function fit(page: Page): Grown {
  const [first, middle, last] = page.keys
  if (first === undefined || middle === undefined || last === undefined) return { page }
  return {
    left: { keys: [first], children: page.children.slice(0, 2) },
    up: middle,
    right: { keys: [last], children: page.children.slice(2) },
  }
}

/** The tree with one key more. */
export function insertKey(root: Page, key: number): Page {
  const grown = put(root, key)
  return 'page' in grown ? grown.page : { keys: [grown.up], children: [grown.left, grown.right] }
}

const COMING = [10, 20, 30, 40, 50, 60, 70, 25, 35]
const countPages = ({ children }: Page): number => children.reduce((sum, child) => sum + countPages(child), 1)

/** Keys come in order, and the tree stays flat: pages split instead of growing deep. */
export function bTree(): readonly Scene[] {
  let root: Page = { keys: [], children: [] }
  return COMING.map((key) => {
    const before = countPages(root)
    root = insertKey(root, key)
    const split = countPages(root) > before && before > 0 && root.keys.length > 0 && key !== COMING[0]
    return { ...drawPages(root, key), says: split ? `${key}: a full page splits` : `${key} finds room` }
  })
}

const widthOf = ({ keys }: Page): number => 12 + keys.length * 13

function drawPages(root: Page, fresh: number): Pick<Scene, 'nodes' | 'links'> {
  const nodes: SceneNode[] = []
  const links: SceneLink[] = []
  const walk = (
    page: Page,
    left: number,
    right: number,
    depth: number,
    above: [number, number] | null,
  ): void => {
    const [x, y] = [(left + right) / 2, 16 + depth * 29]
    if (above !== null) links.push({ from: above, to: [x, y], lit: false })
    nodes.push({
      x,
      y,
      text: page.keys.join(' '),
      tone: page.keys.includes(fresh) ? 'hit' : 'rest',
      width: widthOf(page),
    })
    const share = (right - left) / Math.max(1, page.children.length)
    page.children.forEach((child, i) =>
      walk(child, left + i * share, left + (i + 1) * share, depth + 1, [x, y]),
    )
  }
  walk(root, 0, BOX.width, 0, null)
  return { nodes, links }
}
