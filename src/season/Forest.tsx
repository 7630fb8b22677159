import { useState, type JSX } from 'react'
import { at } from '../shared/assert.ts'
import { Button } from '../ui/Button.tsx'
import { isUpTo, useEchoed } from '../ui/echo.ts'
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

/** Long enough for every picture to come round twice, and short enough to talk over. */
const TICKS = 24

/** Season 2 in seven small pictures. Each runs its structure; a press takes one of them a step on. */
export function Forest({ live }: { readonly live: boolean }): JSX.Element {
  const { step, playing, toggle } = useStory('forest', TICKS, 1_300, live)
  return (
    <ul className="forest" data-own-keys>
      {PAIRS.map((pair) => (
        <li key={pair.id}>
          <Tree pair={pair} tick={step} />
        </li>
      ))}
      <li className="forest-hand">
        <Button
          label={playing ? 'Pause all' : 'Run all'}
          icon={playing ? 'pause' : 'play'}
          onClick={toggle}
        />
        <span className="muted small">or press a picture</span>
      </li>
    </ul>
  )
}

interface TreeProps {
  readonly pair: Pair
  readonly tick: number
}

function Tree({ pair, tick }: TreeProps): JSX.Element {
  const [scenes] = useState(() => STORIES[pair.id]())
  const [extra, setExtra] = useEchoed(`forest.${pair.id}`, 0, isUpTo(Number.MAX_SAFE_INTEGER))
  // The run ends with each picture at its own end.
  const run = tick === TICKS ? scenes.length - 1 : tick
  const scene = at(scenes, (run + extra) % scenes.length)
  return (
    <>
      <button
        type="button"
        className="tree"
        aria-label={`${pair.structure}: one step on`}
        onClick={() => setExtra(extra + 1)}
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
