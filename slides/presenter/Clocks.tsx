import { useEffect, useState, type JSX } from 'react'
import { useStore } from 'zustand'
import { paceAt, paceWords } from '../../src/present/pace.ts'
import { clock, sum } from '../../src/present/plan.ts'
import { elapsed } from '../../src/present/stopwatch.ts'
import { Button } from '../../src/ui/Button.tsx'
import { TotalField } from './TotalField.tsx'
import type { Talk } from './talk.ts'

const SURE_FOR_MS = 4_000

interface ClocksProps {
  readonly talk: Talk
  readonly drawn: readonly number[]
  readonly slide: number
}

/** What time it is: of the talk, of this slide, and on the wall. */
export function Clocks({ talk, drawn, slide }: ClocksProps): JSX.Element {
  const { plan, watch, total, now, began } = useStore(talk.store)
  const running = watch.since !== null
  const passed = elapsed(watch) / 1_000
  const pace = paceAt(plan, slide, passed)
  const [here, planned] = [(watch.spent[slide] ?? 0) / 1_000, plan[slide] ?? 0]
  const left = total - passed
  const words = began === null ? 'not started' : paceWords(pace)
  return (
    <header className="clocks">
      <div className="clock-main" role="timer" aria-label="Elapsed">
        <b>{clock(passed)}</b>
        <span>{left < 0 ? `${clock(-left)} over` : `${clock(Math.ceil(left))} left`}</span>
      </div>
      <div className="clock-buttons">
        <Button
          label={running ? 'Pause' : began === null ? 'Start' : 'Go on'}
          icon={running ? 'pause' : 'play'}
          tone={running ? 'plain' : 'strong'}
          shortcut="T"
          onClick={() => talk.toggle()}
        />
        <ResetClock disabled={began === null} onReset={() => talk.reset()} />
      </div>
      <div className={`pace pace-${began === null ? 'none' : pace.kind}`}>
        <b>{words}</b>
        <span>
          this slide {clock(here)} of {clock(planned)}
        </span>
        <progress
          max={Math.max(planned, 1)}
          value={Math.min(here, planned)}
          aria-label="Time of this slide"
        />
      </div>
      <TotalField total={total} drawn={sum(drawn)} onTotal={(seconds) => talk.setTotal(seconds)} />
      <div className="clock-wall">
        <b>{wallTime(now)}</b>
        <span>ends {wallTime(now + Math.max(0, left) * 1_000)}</span>
      </div>
    </header>
  )
}

/** Asks back: a talk's time is not brought back. */
function ResetClock({
  disabled,
  onReset,
}: {
  readonly disabled: boolean
  readonly onReset: () => void
}): JSX.Element {
  const [asks, setAsks] = useState(false)
  useEffect(() => {
    if (!asks) return undefined
    const timer = setTimeout(() => setAsks(false), SURE_FOR_MS)
    return () => clearTimeout(timer)
  }, [asks])
  return (
    <Button
      label={asks ? 'Sure? To 0:00' : 'Reset the clock'}
      icon="restart"
      iconOnly={!asks}
      disabled={disabled}
      onClick={() => {
        if (asks) onReset()
        setAsks(!asks)
      }}
    />
  )
}

const wallTime = (milliseconds: number): string =>
  new Date(milliseconds).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
