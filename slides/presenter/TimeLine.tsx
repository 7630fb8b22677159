import type { CSSProperties, JSX } from 'react'
import { nextMoment, placeMoments } from '../../src/present/key-moments.ts'
import { inWords } from '../../src/present/pace.ts'
import { clock, startsOf, sum } from '../../src/present/plan.ts'
import type { Sheet } from '../slide-sheet.ts'

interface TimeLineProps {
  readonly sheets: readonly Sheet[]
  readonly plan: readonly number[]
  readonly slide: number
  /** Seconds since the talk began. */
  readonly passed: number
  readonly onGo: (slide: number) => void
}

/**
 * The talk from left to right: its slides as long as they are, and the key moments twice, where the storyboard says they
 * are (above) and where the slides' lengths put them (below).
 */
export function TimeLine({ sheets, plan, slide, passed, onGo }: TimeLineProps): JSX.Element {
  const total = sum(plan)
  const end = Math.max(total, passed, 1)
  const at = (seconds: number): CSSProperties => ({ left: `${(Math.min(seconds, end) / end) * 100}%` })
  const starts = startsOf(plan)
  const moments = placeMoments(plan)
  const next = nextMoment(moments, slide + 1)
  return (
    <div className="time-line" role="group" aria-label="Time line">
      <div className="tl-stated" aria-hidden="true">
        {moments.map(({ id, stated, agrees }) => (
          <i key={id} style={at(stated)} className={agrees ? '' : 'tl-astray'}>
            {id}
          </i>
        ))}
      </div>
      <div className="tl-slides">
        {sheets.map(({ title, act }, i) => (
          <button
            key={i}
            type="button"
            className={`tl-slide tl-act-${numberOf(act)}`}
            aria-current={i === slide ? 'true' : undefined}
            title={`${i + 1} · ${title} · ${clock(starts[i] ?? 0)}, ${plan[i] ?? 0} s`}
            aria-label={`Go to slide ${i + 1}, ${title}`}
            style={{ ...at(starts[i] ?? 0), width: `${((plan[i] ?? 0) / end) * 100}%` }}
            onClick={() => onGo(i)}
          >
            {i + 1}
          </button>
        ))}
        <i className="tl-now" style={at(passed)} aria-hidden="true" />
      </div>
      <div className="tl-placed" aria-hidden="true">
        {moments.map(({ id, starts: from, ends, agrees }) => (
          <i key={id} style={at((from + ends) / 2)} className={agrees ? '' : 'tl-astray'}>
            {id}
          </i>
        ))}
      </div>
      <p className="tl-next">
        {next === null ? (
          <span>All key moments are behind you.</span>
        ) : (
          <span>
            Next key moment: <b>{next.what}</b>, slide {next.slide}, at {clock(next.starts)}
            {passed > 0 && passed < next.starts && <> (in {inWords(next.starts - passed)})</>}: {next.why}.
          </span>
        )}
        <span className="tl-key">
          M1 to M9: above as the storyboard states, below as the slides have them
        </span>
      </p>
    </div>
  )
}

/** The number of the act that a slide names; the title names none. */
const numberOf = (act: string): string => /^Act (\d)/.exec(act)?.[1] ?? '1'
