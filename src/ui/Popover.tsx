import { useId, useRef, type JSX, type ReactNode } from 'react'

interface PopoverProps {
  /** What is on the button that opens it. */
  readonly label: ReactNode
  /** The button's name where the label alone would not tell. */
  readonly name?: string
  readonly className?: string
  /** Of the panel. */
  readonly panelClass?: string
  readonly children: ReactNode
}

const MARGIN = 8

/**
 * A button that opens a small panel beside itself: a definition, a menu. It lives in the top layer, so no frame
 * around it can cut it off; Escape or a click elsewhere closes it.
 */
export function Popover({
  label,
  name,
  className = '',
  panelClass = '',
  children,
}: PopoverProps): JSX.Element {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const panel = useRef<HTMLDivElement>(null)

  const place = (): void => {
    if (button.current === null || panel.current === null) return
    const anchor = button.current.getBoundingClientRect()
    const { style } = panel.current
    style.maxHeight = ''
    const { offsetWidth: width, offsetHeight: height } = panel.current
    const left = Math.max(MARGIN, Math.min(anchor.left, innerWidth - width - MARGIN))
    const below = innerHeight - anchor.bottom - 4 - MARGIN
    // Most of a window below the button is room enough: what does not fit scrolls, and the button stays in sight.
    const goesBelow = height < below || below > innerHeight * 0.7
    if (goesBelow) style.maxHeight = `${below}px`
    style.left = `${left}px`
    style.top = `${Math.max(MARGIN, goesBelow ? anchor.bottom + 4 : anchor.top - height - 4)}px`
  }

  return (
    <>
      <button ref={button} type="button" className={className} popoverTarget={id} aria-label={name}>
        {label}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        className={`popover ${panelClass}`}
        onToggle={(event) => {
          if (event.newState === 'open') place()
        }}
      >
        {children}
      </div>
    </>
  )
}

/** Closes the popover that `element` is in, if it is in one. */
export function closePopover(element: Element): void {
  const panel = element.closest('[popover]')
  if (panel instanceof HTMLElement) panel.hidePopover()
}
