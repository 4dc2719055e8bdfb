import classes from './tag.module.css';

/** A word that a record carries: a role, a label. */
export function Tag({ children }: { children: string }) {
  return <span className={classes.tag}>{children}</span>;
}

/** Some tags on one line; in a narrow place those that do not fit are counted. */
export function Tags({ words, most = Number.POSITIVE_INFINITY }: { words: readonly string[]; most?: number }) {
  const hidden = words.slice(most);
  return (
    <span className={classes.tags}>
      {words.slice(0, most).map((word) => (
        <Tag key={word}>{word}</Tag>
      ))}
      {hidden.length > 0 && (
        <span className={classes.rest} title={hidden.join(', ')}>
          +{hidden.length}
        </span>
      )}
    </span>
  );
}
