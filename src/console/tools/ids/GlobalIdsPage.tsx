import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useId, useState } from 'react'
import { idParts } from '../../../wow/ids.ts'
import { CopyButton } from '../../ui/copy/CopyButton.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Screen } from '../../ui/Screen.tsx'
import { useSourceName } from '../../ui/data/useSourceName.ts'
import { useToolBlocked } from '../useToolBlocked.tsx'
import { IdTable } from './IdTable.tsx'
import { MOST_IDS, makeIds } from './makeIds.ts'
import './ids.css'

/** More pasted text than this is no list of ids. */
const MOST_READ = 500

export function GlobalIdsPage() {
  const { t } = useLingui()
  return (
    <Screen title={t`Global ids`}>
      <MakeIds />
      <ReadIds />
    </Screen>
  )
}

function MakeIds() {
  const { t } = useLingui()
  const source = useSourceName()
  const problemId = useId()
  const [typed, setTyped] = useState('1')
  const make = useMutation({ mutationFn: (count: number) => makeIds(source, count) })
  const count = /^\d{1,3}$/.test(typed.trim()) ? Number(typed) : 0
  const isCount = count >= 1 && count <= MOST_IDS
  const ids = make.data ?? []
  const blocked = useToolBlocked('viewer', 'wow.global_id.generate')
  return (
    <section className="tool-part" aria-labelledby="make-ids">
      <h2 id="make-ids">
        <Trans>Make</Trans>
      </h2>
      <form
        className="tool-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (isCount && blocked === undefined && !make.isPending) make.mutate(count)
        }}
      >
        <label className="tool-field">
          <Trans>How many</Trans>
          <input
            className="id-count"
            inputMode="numeric"
            autoComplete="off"
            value={typed}
            aria-invalid={!isCount}
            aria-describedby={isCount ? undefined : problemId}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
        <Button type="primary" htmlType="submit" loading={make.isPending} disabled={blocked !== undefined}>
          {isCount ? <Plural value={count} one="Make # id" other="Make # ids" /> : <Trans>Make ids</Trans>}
        </Button>
        {blocked !== undefined && <span className="secondary">{blocked}</span>}
        {!isCount && (
          <p className="problem" id={problemId}>
            <Trans>A whole number from 1 to {MOST_IDS}.</Trans>
          </p>
        )}
      </form>
      <ErrorNote error={make.error} title={<Trans>No id was made.</Trans>} />
      {ids.length > 0 && (
        <>
          <p className="ids-made">
            <CopyButton text={() => ids.join('\n')} label={t`Copy all, one in a line`}>
              <Trans>Copy all</Trans>
            </CopyButton>
          </p>
          <IdTable label={t`Ids that were made`} ids={ids} />
        </>
      )}
    </section>
  )
}

function ReadIds() {
  const { t } = useLingui()
  const [text, setText] = useState('')
  const words = text.split(/[\s,;"']+/u).filter(Boolean)
  const shown = [...new Set(words)].slice(0, MOST_READ)
  const odd = shown.filter((id) => idParts(id) === undefined).length
  return (
    <section className="tool-part" aria-labelledby="read-ids">
      <h2 id="read-ids">
        <Trans>Read</Trans>
      </h2>
      <label className="tool-field">
        <Trans>Ids of executions, events, commands, snapshots: paste one or many</Trans>
        <textarea
          rows={3}
          spellCheck={false}
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </label>
      {odd > 0 && (
        <p className="secondary ids-note">
          <Plural
            value={odd}
            one="# is of another make: an id of a Wow server has 15 letters and digits and begins with a time."
            other="# are of another make: an id of a Wow server has 15 letters and digits and begins with a time."
          />
        </p>
      )}
      {words.length > MOST_READ && (
        <p className="secondary ids-note">
          <Trans>Only the first {MOST_READ} are read.</Trans>
        </p>
      )}
      {shown.length > 0 && <IdTable label={t`What the ids say`} ids={shown} />}
    </section>
  )
}
