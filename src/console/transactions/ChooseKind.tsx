import { Trans } from '@lingui/react/macro'
import { Link } from 'react-router'
import { TRANSACTION_KINDS } from '../../oms/cmds.ts'
import { usePreferences } from '../ui/preferences.ts'
import { useSourceName } from '../ui/data/useSourceName.ts'
import { transactionAddress } from './transactionAddress.ts'
import { kindWord } from './transactionWords.tsx'

/** Asks for the kind: each call is authorised by kind, so the kinds are never tried out. */
export function ChooseKind({ ids }: { readonly ids: { readonly setId: number; readonly transId: number } }) {
  const source = useSourceName()
  const { language } = usePreferences()
  return (
    <>
      <p className="lead">
        <Trans>
          Which kind of transaction is it? The OMS answers only to the right one, so Amends does not try them out.
        </Trans>
      </p>
      <ul className="kinds">
        {TRANSACTION_KINDS.map(({ cmd }) => (
          <li key={cmd}>
            <Link to={transactionAddress(source, ids, { cmd })} replace>
              {kindWord(cmd, language)} <span className="secondary">{cmd}</span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
