import classes from './person.module.css';

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '');
  return letters.join('').toUpperCase();
}

/** The initials of a person, where a picture would be. */
export function Initials({ name, size = 28 }: { name: string; size?: number }) {
  return (
    <span
      className={classes.initials}
      style={{ width: size, height: size, fontSize: size <= 28 ? 11 : 14 }}
      aria-hidden
    >
      {initials(name)}
    </span>
  );
}
