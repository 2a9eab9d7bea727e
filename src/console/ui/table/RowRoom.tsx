/** The height of rows that are not in the document. */
export const RowRoom = ({ height }: { height: number }) => (
  <tr aria-hidden="true" className="table-room" style={{ height }}>
    {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- nothing but height */}
    <td />
  </tr>
)
