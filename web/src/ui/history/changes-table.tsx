import type { HistoryItem } from '../../../../services/users/users.contract.ts';
import { valueText } from '../value-text.ts';
import classes from './history.module.css';

/** What a change did, field by field. */
export function ChangesTable({ changes }: { changes: HistoryItem['changes'] }) {
  return (
    <table className={classes.changes}>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ field, from, to }) => (
          <tr key={field}>
            <th scope="row">{field}</th>
            <td className={classes.before}>{valueText(from)}</td>
            <td className={classes.after}>{valueText(to)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
