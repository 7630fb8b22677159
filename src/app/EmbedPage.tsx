import { useEffect, useMemo, useState, type JSX } from 'react'
import { notify } from '../state/lab-store.ts'
import { readLabAddress } from '../state/lab-address.ts'
import { prefersCalm } from '../state/preferences.ts'
import type { StageController } from '../stage/controller.ts'
import type { AnyLab } from '../stage/define-lab.ts'
import { LabStage, type Part } from '../stage/LabStage.tsx'
import { absolute, labRoute } from './route.ts'

const HIDEABLE: readonly Part[] = ['scenarios', 'transport']

interface EmbedPageProps {
  readonly lab: AnyLab
  /** A lab's address, and `hide=scenarios,transport` for what is to be left out. */
  readonly query: string
}

/** A lab within another page: its picture, what drives it unless that is hidden, and the way to all of it. */
export function EmbedPage({ lab, query }: EmbedPageProps): JSX.Element {
  const { address, complaints, hide, own } = useMemo(() => readEmbed(query, lab), [query, lab])
  const [controller, setController] = useState<StageController | null>(null)
  useEffect(() => {
    if (controller === null) return
    for (const complaint of complaints) notify(controller.store, 'problem', `In the address: ${complaint}.`)
  }, [controller, complaints])
  return (
    <article className="embed-page">
      <LabStage
        lab={lab}
        size="compact"
        start={{ address, autoplay: address.time === null && !prefersCalm() }}
        hide={hide}
        ownsKeys
        addressOf={(found) => absolute(labRoute(lab.id, found))}
        onController={setController}
      />
      <p className="embed-foot">
        <b>{lab.title}</b>{' '}
        <a href={labRoute(lab.id, own)} target="_blank" rel="noreferrer">
          Open in Millrace
        </a>
      </p>
    </article>
  )
}

function readEmbed(query: string, lab: AnyLab) {
  const parts = query.split('&')
  const own = parts.filter((part) => !part.startsWith('hide=')).join('&')
  const wished = parts.flatMap((part) =>
    part.startsWith('hide=') ? part.slice('hide='.length).split(',') : [],
  )
  const unknown = wished.filter((name) => !HIDEABLE.some((part) => part === name))
  const { address, complaints } = readLabAddress(own, lab)
  return {
    address,
    own,
    hide: HIDEABLE.filter((part) => wished.includes(part)),
    complaints: [
      ...complaints,
      ...unknown.map((name) => `nothing called "${name.slice(0, 40)}" can be hidden`),
    ],
  }
}
