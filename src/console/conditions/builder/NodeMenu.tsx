import { useRef, useState } from 'react'
import { Icon } from '../../ui/Icon.tsx'
import { Popup } from '../../ui/Popup.tsx'

interface NodeMenuProps {
  readonly label: string
  readonly items: readonly { readonly name: string; readonly onChoose: () => void }[]
}

/** What else can be done with a node of the tree. */
export function NodeMenu({ label, items }: NodeMenuProps) {
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  return (
    <>
      <button
        ref={button}
        type="button"
        className="icon-button"
        aria-label={label}
        aria-expanded={isOpen}
        aria-haspopup="dialog"
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="more" />
      </button>
      {isOpen && (
        <Popup label={label} anchor={button} onClose={() => setOpen(false)} className="node-menu">
          <ul>
            {items.map(({ name, onChoose }) => (
              <li key={name}>
                <button
                  type="button"
                  className="popup-item"
                  onClick={() => {
                    setOpen(false)
                    button.current?.focus()
                    onChoose()
                  }}
                >
                  {name}
                </button>
              </li>
            ))}
          </ul>
        </Popup>
      )}
    </>
  )
}
