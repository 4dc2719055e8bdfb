// The container's health check. The first time it makes the replica set, whose one member other containers find by its name;
// healthy is a server that takes writes.
const { readFileSync } = require('node:fs');

const admin = db.getSiblingDB('admin');
admin.auth('root', readFileSync('/run/secrets/mongo_root_password', 'utf8').trim());
try {
  rs.status();
} catch (error) {
  if (error.codeName !== 'NotYetInitialized') throw error;
  rs.initiate({ _id: 'site11', members: [{ _id: 0, host: 'mongo:27017' }] });
}
if (!db.hello().isWritablePrimary) quit(1);
