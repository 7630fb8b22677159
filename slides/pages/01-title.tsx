import type { JSX } from 'react'
import { Slide } from '../Slide.tsx'

/** Slide 1: what this is, in three lines. */
export function TitleCard(): JSX.Element {
  return (
    <Slide
      className="title-card"
      act="Season 1: The Invisible Linked List"
      title="Episode 8: Streaming Systems & Kafka"
      seconds={15}
      notes={
        <>
          <p>
            Welcome to the last episode of the season. We start with a picture that stutters, and end with
            logs that span a planet.
          </p>
          <p>
            <b>Press:</b> nothing. The right arrow, or a remote, goes on; the labs on the next slides never
            take that key.
          </p>
          <p>
            <b>To say if asked:</b> the slides’ own durations add up to 19:15, not to the announced 18
            minutes.
          </p>
        </>
      }
    >
      <p className="subtitle">The Season Finale — From Video Buffers to Distributed Logs</p>
      <div className="title-signs" aria-hidden="true">
        <BufferingSign />
        <LogSign />
      </div>
      <p className="badge">Season Finale</p>
    </Slide>
  )
}

/** A player that waits for its buffer: a ring that is filled in part. It stands still, because nothing runs here. */
function BufferingSign(): JSX.Element {
  return (
    <svg viewBox="0 0 120 120" width="150" height="150">
      <rect x="6" y="18" width="108" height="74" rx="9" className="sign-frame" />
      <circle cx="60" cy="55" r="22" className="sign-track" />
      <path d="M60 33a22 22 0 0 1 19 33" className="sign-arc" />
      <path d="M18 106h84" className="sign-track" />
      <path d="M18 106h31" className="sign-arc" />
    </svg>
  )
}

/** A log: three partitions, each appended to at its right end, read from two places. */
function LogSign(): JSX.Element {
  const rows = [
    { y: 26, filled: 7 },
    { y: 54, filled: 5 },
    { y: 82, filled: 6 },
  ]
  return (
    <svg viewBox="0 0 170 120" width="212" height="150">
      {rows.map(({ y, filled }) => (
        <g key={y}>
          {Array.from({ length: 8 }, (_, i) => (
            <rect
              key={i}
              x={8 + i * 19}
              y={y}
              width="16"
              height="18"
              rx="2"
              className={i < filled ? 'sign-record' : 'sign-free'}
            />
          ))}
        </g>
      ))}
      <path d="M35 20v-9M130 20v-9" className="sign-arc" />
    </svg>
  )
}
