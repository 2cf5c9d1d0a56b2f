select message, person, org, member from knowledge_of(:message, :clerkUser, :clerkOrg)
