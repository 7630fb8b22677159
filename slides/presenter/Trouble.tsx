import { useEffect, useState, type JSX } from 'react'
import type { Heard } from '../../src/present/listener.ts'

const WAIT_MS = 2_500

interface TroubleProps {
  readonly heard: Heard
  readonly isDeaf: boolean
  readonly session: string
}

/** Says that no deck answers, and what to do about it; nothing while one does. */
export function Trouble({ heard, isDeaf, session }: TroubleProps): JSX.Element | null {
  const { contact } = heard
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), WAIT_MS)
    return () => clearTimeout(timer)
  }, [])
  const what = isDeaf
    ? 'This browser lets no window of this page hear another one: this window can’t drive the slides.'
    : contact === 'left'
      ? 'The slides’ window was closed.'
      : contact === 'silent'
        ? 'The slides’ window no longer answers.'
        : contact === 'waiting' && isLate
          ? 'No slides answer.'
          : null
  if (what === null) return null
  return (
    <p className="presenter-trouble" role="alert">
      {what}{' '}
      {!isDeaf && (
        <a href={`?session=${session}#/${heard.state?.place.slide ?? 0}`} target="_blank" rel="noreferrer">
          Open the slides for this presentation
        </a>
      )}
    </p>
  )
}
