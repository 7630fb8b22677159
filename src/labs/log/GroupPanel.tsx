import type { JSX } from 'react'
import type { GroupFrame, TopicFrame } from '../../engine/log/topic/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { Button } from '../../ui/Button.tsx'
import { Slider } from './Slider.tsx'
import { bytes, duration, grouped, short } from './words.ts'

type PanelProps = Pick<LabViewProps<TopicFrame>, 'frame' | 'act' | 'compact'>

/** Who writes and who reads, each with a slider: the producer, and a card for each group. */
export function GroupPanel({ frame, act, compact }: PanelProps): JSX.Element {
  const { settings, groups } = frame
  const set = (key: string) => (value: number) => act({ kind: 'set', key, value }, null, `set-${key}`)
  return (
    <div className={compact ? 'log-panel log-panel-compact' : 'log-panel'}>
      <div className="log-card log-producer" role="group" aria-label="Producer">
        <div className="log-card-head">
          <span className="log-badge log-badge-producer">P</span>
          <b>producer</b>
          <span className="log-told">{grouped(frame.lanes[1]?.summary.appended ?? 0)} appended</span>
        </div>
        <Slider
          label="Write rate"
          value={settings.rate}
          min={0.5}
          max={5_000}
          text={`${short(settings.rate)} /s`}
          onChange={set('rate')}
        />
      </div>
      {groups.map((group) => (
        <div
          key={group.id}
          className={`log-card group-${group.letter}`}
          role="group"
          aria-label={`Group ${group.letter}, ${group.name}`}
        >
          <div className="log-card-head">
            <span className="log-badge">{group.letter}</span>
            <b>{group.name}</b>
            <span className="log-told">
              {group.paused ? 'paused, ' : ''}
              {group.lag === 0 ? 'no lag' : `lag ${short(group.lag)}`}
              {group.lagMs > 0 ? `, ${duration(group.lagMs)}` : ''}
            </span>
            <Button
              label={`${group.paused ? 'Resume' : 'Pause'} group ${group.letter}`}
              icon={group.paused ? 'play' : 'pause'}
              iconOnly
              tone="quiet"
              onClick={() => act({ kind: 'pause-group', group: group.id, paused: !group.paused }, null, null)}
            />
          </div>
          <Slider
            label={`Speed of group ${group.letter}`}
            value={group.speed}
            min={0}
            max={10_000}
            text={`${short(group.speed)} /s`}
            onChange={set(`speed${group.letter}`)}
          />
          {!compact && <Books group={group} />}
        </div>
      ))}
    </div>
  )
}

/** The group's conservation, and from where it reads. */
function Books({ group }: { readonly group: GroupFrame }): JSX.Element {
  const { appended, delivered, skipped, compacted, unread, bytesFromCache, bytesFromDisk, resets } = group
  const fetched = bytesFromCache + bytesFromDisk
  return (
    <>
      <p className="log-books">
        {grouped(appended)} {group.joinedAt > 0 ? 'to read since it joined' : 'appended'} ={' '}
        {grouped(delivered)} read +{' '}
        <span className={skipped > 0 ? 'log-lost' : ''}>{grouped(skipped)} skipped</span>
        {compacted > 0 ? ` + ${grouped(compacted)} compacted` : ''} + {grouped(unread)} unread
      </p>
      <p className="log-books">
        {fetched === 0
          ? 'Nothing fetched yet'
          : bytesFromDisk === 0
            ? `All ${bytes(fetched)} from the page cache`
            : `${bytes(bytesFromDisk)} of ${bytes(fetched)} from the disk`}
        {resets > 0 ? `; ${resets}× OffsetOutOfRange, then ${group.policy}` : ''}
      </p>
    </>
  )
}
