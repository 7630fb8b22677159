import { useMemo, type JSX } from 'react'
import { at } from '../shared/assert.ts'
import { Button } from '../ui/Button.tsx'
import { VERBS, type Verb } from './data/ideas.ts'
import { afterEvents, ROOM, serverOf, STORY, type VerbId } from './one-stream.ts'
import { useStory } from './use-story.ts'
import './style.css'

/** Each verb's structure, as it stands in the picture. */
const ROOMS: Record<VerbId, string> = {
  store: 'a list, linked back',
  navigate: 'a list and an index',
  preserve: 'a state after each event',
  forget: `LRU: ${ROOM.cache} keys`,
  distribute: `${ROOM.servers} servers on a ring`,
  bound: `a ring of ${ROOM.slots} slots`,
}

const isVerbId = (id: string): id is VerbId => id in ROOMS

/** The sizes of a row, in the picture's units; a slide has the height for taller ones. */
interface Sizes {
  readonly row: number
  readonly verb: number
  readonly note: number
  /** The squares: where they begin, and how high they are. */
  readonly cell: readonly [y: number, height: number]
  /** The squares on servers: where the first server's begin, how high they are, and from one server to the next. */
  readonly spread: readonly [y: number, height: number, step: number]
}

const LOW: Sizes = { row: 60, verb: 21, note: 40, cell: [18, 16], spread: [2, 14, 16] }
const TALL: Sizes = { row: 76, verb: 29, note: 49, cell: [22, 22], spread: [3, 18, 20] }

const CELL = 20
const LEFT = 168
const RIGHT = 60
const WIDTH = LEFT + STORY.length * CELL + RIGHT

interface OneStreamProps {
  /** Whether it plays by itself: it is in sight. */
  readonly live: boolean
  readonly tall?: boolean
}

/** One stream through all six structures: what each keeps, and what it has let go. */
export function OneStream({ live, tall = false }: OneStreamProps): JSX.Element {
  const sizes = tall ? TALL : LOW
  const story = useStory(STORY.length, 500, live)
  const { step } = story
  const kept = useMemo(() => afterEvents(step).kept(), [step])
  const told = Object.entries(kept).map(([id, seqs]) => `${id} ${seqs.length}`)
  return (
    <figure className="one-stream" data-own-keys>
      <svg
        viewBox={`0 0 ${WIDTH} ${26 + VERBS.length * sizes.row}`}
        role="img"
        aria-label={`After ${step} events, kept of them: ${told.join(', ')}.`}
      >
        <text x={LEFT} y={14} className="stream-note">
          events, each with its key
        </text>
        <text x={WIDTH} y={14} className="stream-note" textAnchor="end">
          kept
        </text>
        {VERBS.map((verb, row) => (
          <g key={verb.id} transform={`translate(0 ${26 + row * sizes.row})`}>
            <Row verb={verb} step={step} kept={isVerbId(verb.id) ? kept[verb.id] : []} sizes={sizes} />
          </g>
        ))}
      </svg>
      <div className="story-hand">
        <Button
          label="One event back"
          icon="step-back"
          iconOnly
          disabled={step === 0}
          onClick={() => story.goTo(step - 1)}
        />
        <Button
          label={story.playing ? 'Pause' : 'Play'}
          icon={story.playing ? 'pause' : 'play'}
          onClick={story.toggle}
        />
        <Button
          label="One event on"
          icon="step"
          iconOnly
          disabled={step === STORY.length}
          onClick={() => story.goTo(step + 1)}
        />
        <span>
          <b>{step}</b> of {STORY.length} events
        </span>
        <span className="muted story-say">{sayingAt(step)}</span>
      </div>
    </figure>
  )
}

interface RowProps {
  readonly verb: Verb
  readonly step: number
  readonly kept: readonly number[]
  readonly sizes: Sizes
}

function Row({ verb, step, kept, sizes }: RowProps): JSX.Element {
  const held = new Set(kept)
  const isSpread = verb.id === 'distribute'
  const [top, height, between] = isSpread ? sizes.spread : [...sizes.cell, 0]
  const middle = sizes.cell[0] + sizes.cell[1] / 2
  return (
    <>
      <line x1={0} x2={WIDTH} y1={-5} y2={-5} className="stream-rule" />
      <text y={sizes.verb} className="stream-verb">
        {verb.name}
      </text>
      <text y={sizes.note} className="stream-note">
        {isVerbId(verb.id) ? ROOMS[verb.id] : ''}
      </text>
      {verb.id === 'store' && step > 1 && (
        <line x1={LEFT + 8} x2={LEFT + step * CELL - 12} y1={middle} y2={middle} className="stream-chain" />
      )}
      {STORY.slice(0, step).map(({ event: { seq, key } }) => {
        const y = top + (isSpread ? serverOf(key) * between : 0)
        return (
          <g
            key={seq}
            className={held.has(seq) ? 'stream-kept' : 'stream-gone'}
            transform={`translate(${LEFT + seq * CELL} ${y})`}
          >
            <rect width={16} height={height} rx={2.5} />
            <text x={8} y={height / 2 + (isSpread ? 3.6 : 4)} fontSize={isSpread ? 10 : 11}>
              {key}
            </text>
          </g>
        )
      })}
      <text x={WIDTH} y={middle + 5} textAnchor="end" className="stream-count">
        {kept.length}
      </text>
    </>
  )
}

/** What has just happened, where it is worth a word. */
function sayingAt(step: number): string {
  if (step === 0) return 'Nothing has happened yet.'
  const { event, back } = at(STORY, step - 1)
  if (back > 0) return `Gone back by ${back}, then ${event.key}: what lay ahead is cut off.`
  const again = STORY.slice(0, step - 1).some(({ event: { key } }) => key === event.key)
  return again ? `${event.key} again: now the most recently used.` : `${event.key}, for the first time.`
}
