import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { sentence } from '../../shared/outcome.ts'
import { startSpeed } from '../../speed/client.ts'
import type { Series, Task } from '../../speed/protocol.ts'
import { callback } from '../../threads/link.ts'
import { useEchoed, type EchoValue } from '../../ui/echo.ts'
import { readSeries } from './read-series.ts'

export interface Measurement {
  /** What was measured last; stays while it is measured anew. */
  readonly series: readonly Series[] | null
  /** How far it has come, while it goes on. */
  readonly progress: { readonly done: number; readonly of: number } | null
  readonly problem: string | null
  readonly start: () => void
  readonly cancel: () => void
}

const isText = (value: EchoValue): value is string => typeof value === 'string'

/** Has one thing measured in a worker of its own, which is gone afterwards. */
export function useMeasurement(task: Task): Measurement {
  const [told, setTold] = useEchoed(`measured.${task}`, '', isText)
  const series = useMemo(() => readSeries(told), [told])
  const [progress, setProgress] = useState<Measurement['progress']>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const link = useRef<ReturnType<typeof startSpeed> | null>(null)

  const cancel = useCallback(() => {
    link.current?.close()
    link.current = null
    setProgress(null)
  }, [])
  useEffect(() => cancel, [cancel])

  const start = useCallback(() => {
    cancel()
    setProblem(null)
    setProgress({ done: 0, of: 1 })
    const own = startSpeed()
    link.current = own
    const onProgress = callback((done: number, of: number) => {
      if (link.current === own) setProgress({ done, of })
    })
    void own
      .ask((remote) => remote.measure(task, onProgress))
      .then((answer) => {
        if (link.current !== own) return
        cancel()
        if (answer.ok) setTold(JSON.stringify(answer.value))
        else setProblem(sentence(answer.problem))
      })
  }, [cancel, task, setTold])

  return { series, progress, problem, start, cancel }
}
