"""What people look at records through: views, layouts and apps, cut to their rights, and views of their own."""
