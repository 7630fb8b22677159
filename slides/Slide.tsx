import { useContext, useLayoutEffect, type JSX, type ReactNode } from 'react'
import { SheetContext } from './slide-sheet.ts'

interface SlideProps {
  readonly title: string
  /** The act's name, above the title. */
  readonly act: string
  /** How long it takes to present, in seconds: the speaker's clock goes by it. */
  readonly seconds: number
  readonly notes: ReactNode
  readonly className?: string
  readonly children: ReactNode
}

/** One slide: its act, its title, its content, and the speaker's notes. */
export function Slide({
  title,
  act,
  seconds,
  notes,
  className = '',
  children,
}: SlideProps): JSX.Element | null {
  const tell = useContext(SheetContext)
  useLayoutEffect(() => tell?.({ title, act, seconds, notes }), [tell, title, act, seconds, notes])
  if (tell !== null) return null
  return (
    <section className={`slide ${className}`} data-timing={seconds}>
      <div className="slide-body">
        <p className="slide-act">{act}</p>
        <h2>{title}</h2>
        {children}
      </div>
      <aside className="notes">
        <p>
          <b>{seconds} seconds.</b>
        </p>
        {notes}
      </aside>
    </section>
  )
}
