select message, person, org, member from knowledge_of(:message, :clerk_user, :clerk_org)
