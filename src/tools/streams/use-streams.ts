import { useCallback, useEffect, useRef, useState } from 'react'
import type { ChainRow } from '../../engine/flow/streams/row.ts'
import type { StreamLane, StreamSettings } from '../../engine/flow/streams/settings.ts'
import { sentence } from '../../shared/outcome.ts'
import { startStreams } from '../../streams/client.ts'
import type { LaneReport } from '../../streams/protocol.ts'

export interface LaneRun extends LaneReport {
  /** What the model says, in simulated time: the whole run, from the start. */
  readonly model: readonly ChainRow[]
}

export interface Run {
  readonly settings: StreamSettings
  readonly lanes: Readonly<Record<StreamLane, LaneRun>>
}

export interface Streams {
  /** The run that is on, or the last one. */
  readonly run: Run | null
  readonly isRunning: boolean
  readonly problem: string | null
  readonly start: (settings: StreamSettings) => void
  readonly end: (how: 'cancel' | 'fail', reason: string) => void
}

const PAUSE_MS = 60
/** With less motion the pictures change in steps. */
const CALM_PAUSE_MS = 600

const pause = (): Promise<void> =>
  new Promise((resolve) =>
    setTimeout(resolve, matchMedia('(prefers-reduced-motion: reduce)').matches ? CALM_PAUSE_MS : PAUSE_MS),
  )

type Worker = ReturnType<typeof startStreams>

/** Runs both chains in a worker and asks it, again and again, what they have come to; one question at a time. */
export function useStreams(): Streams {
  const [run, setRun] = useState<Run | null>(null)
  const [isRunning, setIsRunning] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const worker = useRef<Worker | null>(null)

  const close = useCallback(() => {
    worker.current?.close()
    worker.current = null
  }, [])
  useEffect(() => close, [close])

  const start = useCallback(
    (settings: StreamSettings) => {
      close()
      const own = startStreams()
      worker.current = own
      setProblem(null)
      setIsRunning(true)
      void follow(own, settings, (fresh) => worker.current === own && setRun(fresh)).then((complaint) => {
        if (worker.current !== own) return
        setProblem(complaint)
        setIsRunning(false)
        close()
      })
    },
    [close],
  )

  const end = useCallback((how: 'cancel' | 'fail', reason: string) => {
    void worker.current?.call((remote) => remote.end(how, reason))
  }, [])

  return { run, isRunning, problem, start, end }
}

/** Follows a run to its end, telling of each state; resolves with what went wrong, or null. */
async function follow(
  own: Worker,
  settings: StreamSettings,
  tell: (run: Run) => void,
): Promise<string | null> {
  const begun = await own.ask((remote) => remote.begin(settings))
  if (!begun.ok) return sentence(begun.problem)
  const model = begun.value
  const rows: Record<StreamLane, ChainRow[]> = { push: [], pull: [] }
  for (;;) {
    const answer = await own.call((remote) => remote.look({ push: rows.push.length, pull: rows.pull.length }))
    if (!answer.ok) return own.isOver ? sentence(answer.problem) : null
    const seen = answer.value
    if (seen === null) return 'the worker lost its run'
    rows.push.push(...seen.push.rows)
    rows.pull.push(...seen.pull.rows)
    const lane = (id: StreamLane): LaneRun => ({ ...seen[id], rows: [...rows[id]], model: model[id] })
    tell({ settings, lanes: { push: lane('push'), pull: lane('pull') } })
    if (isOver(seen.push) && isOver(seen.pull)) return null
    await pause()
  }
}

/** Written, or told to end and no longer waiting for anything: its last row is the state it is in. */
const isOver = ({ ending, isOver: over }: LaneReport): boolean => ending !== 'running' && over
