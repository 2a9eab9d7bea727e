import { useLingui } from '@lingui/react/macro'
import { Link } from 'react-router'
import { Screen } from '../ui/Screen.tsx'
import { useSourceName } from '../ui/useSourceName.ts'
import { toolAddress, useTools } from './toolList.ts'

/** What tools there are, a line for each. */
export function ToolsIndexPage() {
  const { t } = useLingui()
  const source = useSourceName()
  const tools = useTools()
  return (
    <Screen title={t`Tools`}>
      <ul className="tool-list">
        {tools.map(({ path, word, does }) => (
          <li key={path}>
            <Link to={toolAddress(source, path)}>{word}</Link>
            <p className="secondary">{does}</p>
          </li>
        ))}
      </ul>
    </Screen>
  )
}
