import { useCallback, useMemo, useState, type JSX, type ReactNode } from 'react'
import { SheetContext, type Sheet } from '../slide-sheet.ts'

/**
 * What the slides are on paper: null until all have told. `collector` must be on the page for that; it shows
 * nothing.
 */
export function useSheets(slides: readonly ReactNode[]): {
  readonly sheets: readonly Sheet[] | null
  readonly collector: JSX.Element
} {
  const [told, setTold] = useState<Readonly<Record<number, Sheet>>>({})
  const take = useCallback((i: number, sheet: Sheet) => setTold((all) => ({ ...all, [i]: sheet })), [])
  const collector = useMemo(
    () => (
      <div hidden>
        {slides.map((slide, i) => (
          <SheetContext key={i} value={(sheet) => take(i, sheet)}>
            {slide}
          </SheetContext>
        ))}
      </div>
    ),
    [slides, take],
  )
  const sheets = useMemo(() => {
    const found = slides.map((_, i) => told[i])
    return found.every((sheet) => sheet !== undefined) ? found : null
  }, [slides, told])
  return { sheets, collector }
}
