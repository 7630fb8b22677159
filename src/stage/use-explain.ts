import { useStage } from './context.ts'

/** Asks for the events behind a lane's number, and shows the list, which stands below the table of measures. */
export function useExplain(): (lane: string, measure: string) => void {
  const { controller } = useStage()
  return (lane, measure) =>
    void controller
      .explain(lane, measure)
      .then(() =>
        requestAnimationFrame(() =>
          document.querySelector('.explanation')?.scrollIntoView({ block: 'nearest' }),
        ),
      )
}
