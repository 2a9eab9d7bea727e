import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef } from 'react'
import type { Action } from '../../../oms/schemas.ts'
import { CopyButton } from '../../ui/copy/CopyButton.tsx'
import { Fact } from '../../ui/values/Fact.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { RawJson } from '../../ui/values/RawJson.tsx'
import { ActionStatusTag } from './actionColumns.tsx'
import { OmsTime } from '../OmsTime.tsx'

interface ActionDetailProps {
  readonly action: Action
  readonly omsZone: string
  readonly onClose: () => void
}

/** One action whole. The protocol has neither its name nor a log of it: its context is all there is. */
export function ActionDetail({ action, omsZone, onClose }: ActionDetailProps) {
  const { t } = useLingui()
  const { Id: id, Status: status, Reason: reason, Type: type, IdName: object, Context: context, Data: data } = action
  const part = useRef<HTMLElement>(null)
  // Whatever led here: a link of the failure, the drawing, the table, an address.
  useEffect(() => {
    part.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <section ref={part} className="action-detail" aria-label={t`Action ${id}`}>
      <header>
        <strong>
          <Trans>Action {id}</Trans>
        </strong>
        <ActionStatusTag status={status} />
        <button type="button" className="icon-button" aria-label={t`Close`} data-tip={t`Close`} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <dl className="facts">
        <Fact name={<Trans>Object</Trans>}>{object}</Fact>
        <Fact name={<Trans>Type</Trans>}>{type}</Fact>
        <Fact name={<Trans>Reason code</Trans>}>{reason}</Fact>
        <Fact name={<Trans>Created</Trans>}>
          {action.CreateTime && <OmsTime text={action.CreateTime} omsZone={omsZone} />}
        </Fact>
        <Fact name={<Trans>Begun</Trans>}>
          {action.ExecuteTime && <OmsTime text={action.ExecuteTime} omsZone={omsZone} />}
        </Fact>
        <Fact name={<Trans>Updated</Trans>}>
          {action.UpdateTime && <OmsTime text={action.UpdateTime} omsZone={omsZone} />}
        </Fact>
        <Fact name={<Trans>Data</Trans>}>{data && <code>{data}</code>}</Fact>
        <Fact name={<Trans>Context</Trans>}>
          {context && (
            <>
              <code className="action-context">{context}</code>{' '}
              <CopyButton text={context} label={t`Copy the context`} />
            </>
          )}
        </Fact>
      </dl>
      <RawJson value={action} label={t`the action as JSON`} />
    </section>
  )
}
