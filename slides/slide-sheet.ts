import { createContext, type ReactNode } from 'react'

/** What a slide is on paper: for lists of slides, and for whoever presents them. */
export interface Sheet {
  readonly title: string
  readonly act: string
  readonly seconds: number
  readonly notes: ReactNode
}

/** Where somebody collects sheets, a slide tells its own, and shows nothing. */
export const SheetContext = createContext<((sheet: Sheet) => void) | null>(null)
