import { useLingui } from '@lingui/react/macro'
import { Link } from 'react-router'
import { MissingReason } from '../ui/BlockedReason.tsx'
import { useMissing } from '../ui/data/capabilities.ts'
import { Screen } from '../ui/Screen.tsx'
import { useSourceName } from '../ui/data/useSourceName.ts'
import { toolAddress, useTools } from './toolList.ts'

/** What tools there are, a line for each. */
export function ToolsIndexPage() {
  const { t } = useLingui()
  const source = useSourceName()
  const tools = useTools()
  const missing = useMissing(source)
  return (
    <Screen title={t`Tools`}>
      <ul className="tool-list">
        {tools.map(({ path, word, does, needs }) => {
          const endpoint = needs === undefined ? undefined : missing(needs)
          return (
            <li key={path}>
              <Link to={toolAddress(source, path)}>{word}</Link>
              <p className="secondary">{does}</p>
              {endpoint !== undefined && (
                <p className="tool-missing">
                  <MissingReason endpoint={endpoint} />
                </p>
              )}
            </li>
          )
        })}
      </ul>
    </Screen>
  )
}
