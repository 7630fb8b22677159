import { useState, type JSX } from 'react'
import { at } from '../shared/assert.ts'
import { PAIRS, type Pair } from './data/next-season.ts'
import { bTree } from './forest/b-tree.ts'
import { bloom, inverted } from './forest/filters.ts'
import { network, trie } from './forest/graphs.ts'
import { BOX, type Scene } from './forest/scene.ts'
import { scheduler, searchTree } from './forest/trees.ts'
import { useStory } from './use-story.ts'
import './style.css'

const STORIES: Record<Pair['id'], () => readonly Scene[]> = {
  bst: searchTree,
  'red-black': scheduler,
  'b-tree': bTree,
  trie,
  graph: network,
  bloom,
  inverted,
}

/** Season 2 in seven small pictures. Each runs its structure; a press goes on by one step. */
export const Forest = ({ live }: { readonly live: boolean }): JSX.Element => (
  <ul className="forest" data-own-keys>
    {PAIRS.map((pair, i) => (
      <li key={pair.id}>
        <Tree pair={pair} live={live} every={1_300 + i * 170} />
      </li>
    ))}
  </ul>
)

interface TreeProps {
  readonly pair: Pair
  readonly live: boolean
  readonly every: number
}

function Tree({ pair, live, every }: TreeProps): JSX.Element {
  const [scenes] = useState(() => STORIES[pair.id]())
  const story = useStory(scenes.length - 1, every, live)
  const scene = at(scenes, story.step)
  const next = (story.step + 1) % scenes.length
  return (
    <>
      <button
        type="button"
        className="tree"
        aria-label={`${pair.structure}: one step on`}
        onClick={() => story.goTo(next)}
      >
        <Picture scene={scene} />
        <span className="tree-says">{scene.says}</span>
      </button>
      <h3>
        {pair.structure} <span aria-hidden="true">→</span> {pair.product}
      </h3>
      <p>{pair.production}</p>
    </>
  )
}

const Picture = ({ scene: { nodes, links } }: { readonly scene: Scene }): JSX.Element => (
  <svg viewBox={`0 0 ${BOX.width} ${BOX.height}`} aria-hidden="true">
    {links.map(({ from: [x1, y1], to: [x2, y2], lit }, i) => (
      <line key={i} x1={x1} y1={y1} x2={x2} y2={y2} data-lit={lit} />
    ))}
    {nodes.map(({ x, y, text, tone, width }, i) => (
      <g key={i} transform={`translate(${x} ${y})`} data-tone={tone}>
        {width === undefined ? (
          <circle r={9.5} />
        ) : (
          <rect x={-width / 2} y={-8.5} width={width} height={17} rx={3} />
        )}
        <text y={3.2}>{text}</text>
      </g>
    ))}
  </svg>
)
