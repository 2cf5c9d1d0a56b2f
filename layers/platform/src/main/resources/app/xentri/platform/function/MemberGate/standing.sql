select standing_of(:person)
