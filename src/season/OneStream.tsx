import { useMemo, useRef, type JSX } from 'react'
import { at } from '../shared/assert.ts'
import { Button } from '../ui/Button.tsx'
import { useWidth } from '../view/use-size.ts'
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

/** The sizes of the picture, in its own units. */
interface Sizes {
  /** From the left edge to the first square, and from the last one to the right edge. */
  readonly left: number
  readonly right: number
  /** From one square to the next; each is 4 narrower. */
  readonly cell: number
  readonly row: number
  /** The baselines of the verb and of what is said of it. Beside each other the second one begins at `noteX`. */
  readonly verb: number
  readonly note: number
  readonly noteX: number
  readonly count: number
  /** The squares: where they begin, and how high they are. */
  readonly square: readonly [y: number, height: number]
  /** The squares on servers: the same, and from one server to the next. */
  readonly spread: readonly [y: number, height: number, step: number]
}

const LOW: Sizes = {
  left: 168,
  right: 60,
  cell: 20,
  row: 60,
  verb: 21,
  note: 40,
  noteX: 0,
  count: 31,
  square: [18, 16],
  spread: [2, 14, 16],
}
/** A slide has the height for taller rows. */
const TALL: Sizes = { ...LOW, row: 76, verb: 29, note: 49, count: 38, square: [22, 22], spread: [3, 18, 20] }
/** On a phone the words stand above their squares. */
const NARROW: Sizes = {
  left: 0,
  right: 0,
  cell: 16,
  row: 68,
  verb: 14,
  note: 14,
  noteX: 96,
  count: 14,
  square: [26, 20],
  spread: [20, 13, 13],
}
const NARROW_BELOW = 480
const WIDE = 700

const widthOf = ({ left, right, cell }: Sizes): number => left + STORY.length * cell + right

interface OneStreamProps {
  /** Whether it plays by itself: it is in sight. */
  readonly live: boolean
  readonly tall?: boolean
}

/** One stream through all six structures: what each keeps, and what it has let go. */
export function OneStream({ live, tall = false }: OneStreamProps): JSX.Element {
  const figure = useRef<HTMLElement>(null)
  const room = useWidth(figure, WIDE)
  const wide = tall ? TALL : LOW
  const sizes = room < NARROW_BELOW ? NARROW : wide
  const width = widthOf(sizes)
  const story = useStory('one-stream', STORY.length, 500, live)
  const { step } = story
  const kept = useMemo(() => afterEvents(step).kept(), [step])
  const told = Object.entries(kept).map(([id, seqs]) => `${id} ${seqs.length}`)
  return (
    <figure ref={figure} className="one-stream" data-own-keys>
      <svg
        viewBox={`0 0 ${width} ${26 + VERBS.length * sizes.row}`}
        role="img"
        aria-label={`After ${step} events, kept of them: ${told.join(', ')}.`}
      >
        <text x={sizes.left} y={14} className="stream-note">
          events, each with its key
        </text>
        <text x={width} y={14} className="stream-note" textAnchor="end">
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
  const [top, height, between] = isSpread ? sizes.spread : [...sizes.square, 0]
  const middle = sizes.square[0] + sizes.square[1] / 2
  const { left, cell } = sizes
  const side = cell - 4
  return (
    <>
      <line x1={0} x2={widthOf(sizes)} y1={-5} y2={-5} className="stream-rule" />
      <text y={sizes.verb} className="stream-verb">
        {verb.name}
      </text>
      <text x={sizes.noteX} y={sizes.note} className="stream-note">
        {isVerbId(verb.id) ? ROOMS[verb.id] : ''}
      </text>
      {verb.id === 'store' && step > 1 && (
        <line
          x1={left + side / 2}
          x2={left + step * cell - side / 2 - 4}
          y1={middle}
          y2={middle}
          className="stream-chain"
        />
      )}
      {STORY.slice(0, step).map(({ event: { seq, key } }) => {
        const y = top + (isSpread ? serverOf(key) * between : 0)
        return (
          <g
            key={seq}
            className={held.has(seq) ? 'stream-kept' : 'stream-gone'}
            transform={`translate(${left + seq * cell} ${y})`}
          >
            <rect width={side} height={height} rx={2.5} />
            <text x={side / 2} y={height / 2 + (isSpread ? 3.6 : 4)} fontSize={isSpread ? 10 : 11}>
              {key}
            </text>
          </g>
        )
      })}
      <text x={widthOf(sizes)} y={sizes.count} textAnchor="end" className="stream-count">
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
