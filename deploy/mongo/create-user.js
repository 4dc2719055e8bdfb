// Run once by the image of MongoDB, when it makes the database: the user of the services, who may use databases and not the server.
// Each service has a database of its own, and a new service makes its own, so that they cannot be listed here.
const { readFileSync } = require('node:fs');

db.getSiblingDB('admin').createUser({
  user: 'site11',
  pwd: readFileSync('/run/secrets/mongo_password', 'utf8').trim(),
  roles: ['readWriteAnyDatabase'],
});
