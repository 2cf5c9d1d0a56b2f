update clerk.organizations set name = :name, updated_at = :updatedAt where id = :id
