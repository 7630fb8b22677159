import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import { JOURNEY } from '../../engine/jitter/fate.ts'
import type { JitterFrame } from '../../engine/jitter/frame.ts'
import { Button } from '../../ui/Button.tsx'
import { Region } from '../../ui/Region.tsx'
import { tellPacket } from './packet-story.ts'
import type { PacketHand } from './use-packet-hand.ts'
import { rowOf } from './row-of.ts'

interface PacketCardProps {
  readonly frame: JitterFrame
  readonly packet: number
  readonly hand: PacketHand
  readonly onClose: () => void
}

/** The chosen packet: its story, and buttons that do what dragging does. */
export function PacketCard({ frame, packet, hand, onClose }: PacketCardProps): JSX.Element {
  const story = tellPacket(frame, packet)
  const row = rowOf(frame.packets, packet)
  const isLost = row >= 0 && at(frame.packets.journey, row) === JOURNEY.lost
  return (
    <Region name={`Packet ${packet}`} className="packet-card">
      <div className="packet-head">
        <b>Packet {packet}</b>
        <Button
          label="Earlier by 10 ms"
          icon="previous"
          iconOnly
          disabled={isLost || row < 0}
          onClick={() => hand.nudge(packet, -1)}
        />
        <Button
          label="Later by 10 ms"
          icon="next"
          iconOnly
          disabled={isLost || row < 0}
          onClick={() => hand.nudge(packet, 1)}
        />
        <Button label="Lose it" disabled={isLost || row < 0} onClick={() => hand.lose(packet)} />
        <Button label="Let go" icon="close" iconOnly tone="quiet" onClick={onClose} />
      </div>
      {story === null ? (
        <p className="muted">It is out of view.</p>
      ) : (
        <div aria-live="polite">
          <p>{story.journey}</p>
          <dl>
            {story.lanes.map(({ name, text }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    </Region>
  )
}
