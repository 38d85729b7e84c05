// Prints the proper names of compromise's lexicon and the nationalities of i18n-nationality as
// `phrase<TAB>class` lines: node lexicon.cjs NODE_MODULES
const path = require('path');
const root = path.resolve(process.argv[2]);
const nlp = require(path.join(root, 'compromise', 'builds', 'three', 'compromise-three.cjs'));
const nationality = require(path.join(root, 'i18n-nationality', 'langs', 'en.json'));

const CLASSES = {
  FemaleName: 'female', MaleName: 'male', FirstName: 'first', LastName: 'last', City: 'city', Place: 'town',
  Country: 'country', Region: 'region', Demonym: 'demonym', Organization: 'organization',
  SportsTeam: 'organization', Person: 'person',
};
for (const [phrase, tags] of Object.entries(nlp.model().one.lexicon)) {
  const name = CLASSES[Array.isArray(tags) ? tags[0] : tags];
  if (name) console.log(`${phrase}\t${name}`);
}
for (const phrase of Object.values(nationality.nationalities)) console.log(`${phrase}\tdemonym`);
