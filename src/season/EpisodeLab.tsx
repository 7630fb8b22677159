import { useContext, useEffect, useMemo, useRef, useState, type JSX, type RefObject } from 'react'
import { LabOf } from '../labs/LabOf.tsx'
import { LabStage } from '../stage/LabStage.tsx'
import { KeeperContext } from '../stage/context.ts'
import type { StageController } from '../stage/controller.ts'
import type { AnyLab } from '../stage/define-lab.ts'
import { readLabAddress } from '../state/lab-address.ts'
import { EchoContext } from '../ui/echo.ts'
import type { LabMoment } from './data/episodes.ts'
import { doorHref } from './data/links.ts'

interface EpisodeLabProps {
  readonly moment: LabMoment
  /** The way to the root of the site. */
  readonly base: string
}

/**
 * An episode's lab in a panel: it stands at its moment until somebody starts it, and runs only while it is on the screen.
 */
export const EpisodeLab = ({ moment, base }: EpisodeLabProps): JSX.Element => (
  <LabOf id={moment.id} waiting={<div className="stage stage-waiting stage-compact" />}>
    {(lab) => <StandingLab lab={lab} moment={moment} base={base} />}
  </LabOf>
)

function StandingLab({ lab, moment, base }: EpisodeLabProps & { readonly lab: AnyLab }): JSX.Element {
  const box = useRef<HTMLDivElement>(null)
  const { isSeen, wasSeen } = useOnScreen(box)
  const start = useMemo(() => {
    const { address } = readLabAddress(`scenario=${moment.scenario}&t=${moment.at}`, lab)
    return { address, autoplay: false, before: lab.view.narrow }
  }, [lab, moment])
  const keeper = useContext(KeeperContext)
  const { follows } = useContext(EchoContext)
  const [controller, setController] = useState<StageController | null>(null)
  useEffect(
    () => (controller === null || keeper === null || !isSeen ? undefined : keeper.attach(controller)),
    [controller, keeper, isSeen],
  )
  const newTab = base === '' ? {} : { target: '_blank', rel: 'noreferrer' }
  return (
    <div className="episode-lab" ref={box} inert={follows}>
      {wasSeen ? (
        <LabStage
          lab={lab}
          size="compact"
          start={start}
          active={isSeen}
          onController={setController}
          addressOf={(query) => new URL(doorHref(`lab/${lab.id}?${query}`, base), location.href).href}
        />
      ) : (
        <div className="stage stage-waiting stage-compact" />
      )}
      <p className="episode-lab-foot">
        <b>{lab.title}.</b> <span className="muted">{lab.summary}</span>{' '}
        <a
          className="button button-plain"
          href={doorHref(`lab/${lab.id}?scenario=${moment.scenario}`, base)}
          {...newTab}
        >
          Open the full lab
        </a>
      </p>
    </div>
  )
}

/** Whether any of an element is on the screen, and whether it ever was. */
function useOnScreen(element: RefObject<Element | null>): {
  readonly isSeen: boolean
  readonly wasSeen: boolean
} {
  const [seen, setSeen] = useState({ isSeen: false, wasSeen: false })
  useEffect(() => {
    if (element.current === null) return undefined
    const observer = new IntersectionObserver((entries) => {
      const isSeen = entries.at(-1)?.isIntersecting === true
      setSeen(({ wasSeen }) => ({ isSeen, wasSeen: wasSeen || isSeen }))
    })
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [element])
  return seen
}
