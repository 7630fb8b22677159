import type { JSX } from 'react'
import { Slide } from '../Slide.tsx'
import { TitlePicture } from '../TitlePicture.tsx'

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
      <p className="badge">Season Finale</p>
      <TitlePicture />
    </Slide>
  )
}
