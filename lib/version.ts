import manifest from '../package.json' with { type: 'json' };

/** Version of this installation's code. */
export const platformVersion: string = manifest.version;
