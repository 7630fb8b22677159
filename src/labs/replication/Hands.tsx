import type { JSX } from 'react'
import type { BrokerFrame, ReplicationFrame } from '../../engine/log/replication/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { Button } from '../../ui/Button.tsx'

type Act = LabViewProps<ReplicationFrame>['act']

interface HandsProps {
  readonly frame: ReplicationFrame
  readonly act: Act
}

/** What a person can do to the brokers and the network; it happens in every lane. */
export function Hands({ frame, act }: HandsProps): JSX.Element {
  const brokers = frame.lanes[0]?.brokers ?? []
  return (
    <div className="cluster-hands" role="group" aria-label="By hand, in all lanes at once">
      {brokers.map((broker) => (
        <BrokerHands key={broker.id} broker={broker} act={act} />
      ))}
      <Links frame={frame} act={act} />
      <Button label="Break the producer’s connections" onClick={() => act({ kind: 'break' }, null, null)} />
    </div>
  )
}

function BrokerHands({ broker, act }: { readonly broker: BrokerFrame; readonly act: Act }): JSX.Element {
  const { id, state, isCutOff } = broker
  const give = (kind: string): void => act({ kind, broker: id }, null, null)
  const which = <span className="visually-hidden"> broker {id}</span>
  return (
    <div className="broker-hands" role="group" aria-label={`Broker ${id}`}>
      <b>Broker {id}</b>
      <Button
        label={state === 'down' ? 'Start' : 'Kill'}
        aria-pressed={state === 'down'}
        onClick={() => give(state === 'down' ? 'restart' : 'kill')}
      >
        {which}
      </Button>
      <Button
        label={state === 'frozen' ? 'Go on' : 'Freeze'}
        aria-pressed={state === 'frozen'}
        disabled={state === 'down'}
        onClick={() => give(state === 'frozen' ? 'thaw' : 'freeze')}
      >
        {which}
      </Button>
      <Button
        label={isCutOff ? 'Reconnect' : 'Cut off'}
        aria-pressed={isCutOff}
        onClick={() => give(isCutOff ? 'reconnect' : 'cut-off')}
      >
        {which}
      </Button>
    </div>
  )
}

/** Every link between two brokers, or a broker and the controller, by itself. */
function Links({ frame, act }: HandsProps): JSX.Element {
  const nodes = [0, ...(frame.lanes[0]?.brokers ?? []).map(({ id }) => id)]
  const links = nodes.flatMap((a) => nodes.filter((b) => b > a).map((b) => [a, b] as const))
  const isCut = (a: number, b: number): boolean => frame.cuts.some(([c, d]) => c === a && d === b)
  return (
    <details className="cluster-links">
      <summary>Single links{frame.cuts.length > 0 && ` (${frame.cuts.length} cut)`}</summary>
      <div className="link-buttons">
        {links.map(([a, b]) => {
          const cut = isCut(a, b)
          return (
            <Button
              key={`${a}-${b}`}
              label={`${cut ? 'Heal' : 'Cut'} ${a === 0 ? 'controller' : a} – ${b}`}
              aria-pressed={cut}
              onClick={() => act({ kind: cut ? 'heal' : 'cut', a, b }, null, null)}
            />
          )
        })}
      </div>
    </details>
  )
}
